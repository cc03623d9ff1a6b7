import type { CST, Document, ScalarTag, Tags } from 'yaml';
import { withWholeBlocks } from './yaml-block.js';
import { withGluedComments } from './yaml-comment.js';
import { tokensOf, withLineFeeds } from './yaml-lexeme.js';
import type { Reading } from './yaml-lexeme.js';
import { yamlLibrary } from './yaml-library.js';
import { mergeTag } from './yaml-merge.js';
import { withEscapedQuotes } from './yaml-quote.js';
import { plainScalar } from './yaml-scalar.js';
import { checkTokens, tokenMessages } from './yaml-token.js';
import type { TokenFlaw } from './yaml-token.js';
import { withUniqueKeys } from './yaml-unique.js';

/** The tags of the parser that stay. Its own numbers, words, times and merges are not kubectl's, and JSON has no sets. */
const KEPT_TAG = /:(map|seq|str)$/;

/** Scalars without quotes or a tag are what kubectl makes of them; so is what a tag calls a number or a word. */
const scalarTags: readonly ScalarTag[] = [
  { tag: 'tag:yaml.org,2002:plain', default: true, test: /^/, resolve: plainScalar },
  ...['null', 'bool', 'int', 'float'].map((name) => ({ tag: `tag:yaml.org,2002:${name}`, resolve: plainScalar })),
];

interface Composing extends Reading {
  /** Whether each node keeps the tokens that it was made from, for those who edit the text. */
  readonly keepSourceTokens?: boolean;
}

/**
 * The documents of a text without a byte order mark as trees whose nodes know where they stand, read in the same dialect. A carriage
 * return alone ends a line, which the parser does not know.
 */
export function* composeYaml(
  source: string,
  { keepSourceTokens = false, ...reading }: Composing = {},
): Iterable<Document.Parsed> {
  const { Composer, YAMLParseError } = yamlLibrary();
  const composer = new Composer({
    version: '1.1',
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'error',
    keepSourceTokens,
    customTags: (tags: Tags) => [...tags.filter(isKept), mergeTag(), ...scalarTags],
  });
  // By where the document begins that they are in.
  const flaws: FlawsByStart = new Map();
  const text = withLineFeeds(source);
  for (const document of composer.compose(checked(tokensOf(text, reading), flaws), true, source.length)) {
    for (const [code, offset] of flaws.get(document.range[0]) ?? [])
      document.errors.push(new YAMLParseError([offset, offset + 1], code, tokenMessages[code]));
    yield withGluedComments(withUniqueKeys(withEscapedQuotes(withWholeBlocks(document, text), text)));
  }
}

type FlawsByStart = Map<number, ReadonlyMap<TokenFlaw, number>>;

function* checked(tokens: Iterable<CST.Token>, flaws: FlawsByStart): Iterable<CST.Token> {
  for (const token of tokens) {
    const found = checkTokens(token);
    if (found.size > 0) flaws.set(token.offset, found);
    yield token;
  }
}

function isKept(tag: Tags[number]): boolean {
  return typeof tag === 'string' || KEPT_TAG.test(tag.tag);
}
