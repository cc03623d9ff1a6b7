import type { TextFlaw } from './yaml-lexeme.js';

const MARK = '\uFEFF';

const MESSAGE =
  'a byte order mark may make kubectl drop the first letters of lines below: write \\uFEFF in double quotes, or leave it out';

/** Whether there is a byte order mark in a text. */
export function hasByteOrderMark(text: string): boolean {
  return text.includes(MARK);
}

/**
 * The first byte order mark of a text. Kubectl looks for one in the wrong place, at the start of its buffer and not where it is itself:
 * go.yaml.in/yaml/v2 yamlprivateh.go. When one comes to stand there, which each change of the text above may do, it drops a letter at
 * the start of each line until the buffer moves on.
 */
export function byteOrderMarkIn(text: string): readonly TextFlaw[] {
  const offset = text.indexOf(MARK);
  return offset === -1 ? [] : [{ offset, message: MESSAGE }];
}
