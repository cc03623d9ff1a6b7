import { readFileSync } from 'node:fs';
import { whyUnreadable } from '../../files/unreadable.js';
import { decode } from './decode.js';
import { STDIN } from './find.js';
import type { Reading } from './reading.js';
import { salvage } from './salvage.js';
import type { Salvage } from './salvage.js';

/** Files are read one after the other without waiting for each other: a promise for each takes longer than reading it. */
export async function readText(file: string, reading: Reading): Promise<Partial<Salvage> & Pick<Salvage, 'text'>> {
  try {
    const bytes = file === STDIN ? await reading.readStdin() : readFileSync(file);
    const decoding = decode(bytes);
    if ('text' in decoding) {
      // What was to write into the pipe may have failed, and a pipe says nothing of that.
      if (file === STDIN && decoding.text.trim() === '')
        reading.note('standard input held nothing that could be judged');
      return decoding;
    }
    const salvaged = salvage(bytes);
    if (salvaged !== undefined) return salvaged;
    reading.fail({ file, ...decoding });
  } catch (error) {
    reading.fail({ file, message: whyUnreadable(error) });
  }
  return { text: '' };
}
