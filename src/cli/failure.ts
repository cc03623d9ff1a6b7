/**
 * What a command exits with: nothing wrong, findings in mode enforce, bad usage or unreadable input, no cluster to read.
 * A server has no findings of its own: its 1 is an error that nobody expected.
 */
export const exitCodes = { clean: 0, findings: 1, crashed: 1, usage: 2, cluster: 3 } as const;

/** Ends a command with an exit code and a message for the person who ran it: one line, or a line for each thing wrong. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: number;

  constructor(message: string, code: number = exitCodes.usage) {
    super(message);
    this.code = code;
  }
}
