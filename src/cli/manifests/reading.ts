import type { ReadError } from '../../report/report.js';

/** Where reading says what it could not read, and what it passed over. Reading goes on. */
export interface Reading {
  readonly fail: (error: ReadError) => void;
  readonly note: (text: string) => void;
  /** The text of standard input. */
  readonly readStdin: () => Promise<Buffer>;
}
