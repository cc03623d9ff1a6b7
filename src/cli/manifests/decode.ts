import type { Position } from '../../config/yaml.js';

/** The text of a file, or what is wrong with its bytes and where. */
export type Decoding = { readonly text: string } | (Partial<Position> & { readonly message: string });

export const NO_TEXT = 'this is not UTF-8 text';

/** Decodes UTF-8, and drops a byte order mark unless it is to be kept. */
export function decode(bytes: Uint8Array, { keepMark = false } = {}): Decoding {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: keepMark }).decode(bytes) };
  } catch {
    if (isUtf16(bytes))
      return {
        line: 1,
        column: 1,
        message: 'this is UTF-16: convert it to UTF-8, with iconv -f UTF-16 -t UTF-8 for example',
      };
    return { ...firstBad(bytes), message: NO_TEXT };
  }
}

/** The byte order mark of UTF-16, in either order; in UTF-8 neither byte ever occurs. */
export function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

/** Decoded without mercy, each bad byte is a replacement character; one that was written down has three bytes of its own. */
function firstBad(bytes: Uint8Array): Position {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  let [from, offset] = [0, 0];
  let at = text.indexOf('\uFFFD');
  for (; at !== -1; at = text.indexOf('\uFFFD', at + 1)) {
    offset += Buffer.byteLength(text.slice(from, at));
    if (buffer.toString('latin1', offset, offset + 3) !== WRITTEN) break;
    [from, offset] = [at + 1, offset + 3];
  }
  const before = text.slice(0, at).replace(/^\uFEFF/, '');
  const start = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: before.length - start + 1 };
}

/** The replacement character in UTF-8, a character for each byte. */
const WRITTEN = '\u00ef\u00bf\u00bd';
