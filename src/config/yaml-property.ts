import type { Lexeme, TextFlaw } from './yaml-lexeme.js';

const ANCHOR = 'kubectl takes nothing but letters from a to z, digits, - and _ in the name of an anchor';
const TAG = 'kubectl takes this for no tag, or for more than one: write a blank behind the tag';

const NAME = /^[&*][\w-]+$/;

/** What may stand in a tag, but for what also ends text between brackets, which kubectl takes for a part of the tag. */
const LETTERS = String.raw`[\w;/?:@&=+$.!~*'()%-]`;
const WHOLE_TAG = new RegExp(`^!(?:<(?:${LETTERS}|[,[\\]])+>|${LETTERS}*)$`);

/** What is wrong with an anchor, an alias or a tag, by the rules of kubectl's parser: go.yaml.in/yaml/v2 scannerc.go. */
export function flawOfProperty({ type, text, offset }: Lexeme, source: string): TextFlaw | undefined {
  const next = source.charAt(offset + text.length);
  if (type !== 'tag') return NAME.test(text) && !/[[{]/.test(next) ? undefined : { offset, message: ANCHOR };
  return WHOLE_TAG.test(text) && next.trim() === '' ? undefined : { offset, message: TAG };
}

/** An anchor where a value may begin, with more in its name; what only looks like one in a script stands behind words. */
const ODD_ANCHOR = /&(?<=(?:^|[-:?,[{]|![^\s&]*\s)\s*&)(?!&?\s|[\w-]+(?:[ \t\r\n,\]}]|$))/m;

/** A tag where a value may begin, and no blank behind it. */
const ODD_TAG = new RegExp(`!(?<=(?:^|[\\s,[{])!)(?:<[^>\\s]+>)?${LETTERS}*(?!${LETTERS}|\\s|$)`, 'm');

/** The anchor or the tag of a value, and a colon behind it that ends a key in its line. To kubectl no key may begin there. */
const INNER_KEY = /[&!](?<=:[ \t]+[&!])\S*[ \t].*:(?:\s|$)/m;

/** Whether a text may have an anchor or a tag where kubectl does not take it for one, or not for one of a key. This is a quick look. */
export function mayHaveOddProperty(text: string): boolean {
  const [hasAnchor, hasTag] = [text.includes('&'), text.includes('!')];
  return (
    (hasAnchor && ODD_ANCHOR.test(text)) ||
    (hasTag && ODD_TAG.test(text)) ||
    ((hasAnchor || hasTag) && INNER_KEY.test(text))
  );
}
