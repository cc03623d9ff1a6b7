import { isNode, visit } from 'yaml';
import type { Document } from 'yaml';
import { parsesAsJson } from '../../config/json-text.js';
import { MOST_VALUES } from '../../config/yaml-aliases.js';
import { looseLexer } from '../../config/yaml-lexer.js';
import { composeYaml } from '../../config/yaml-compose.js';
import type { Json } from '../../policy/json.js';
import { MOST_LEVELS, isDeeper } from './depth.js';
import { isSame } from './same.js';
import { toSheet } from './sheet.js';
import type { Sheet } from './sheet.js';
import { Unmendable } from './splice.js';
import type { Place } from './splice.js';

const TAGGED = 'a tag stands before a key; mend it by hand';
const DOUBTFUL = 'it is written in a way that two readers of YAML take for different things; mend it by hand';
const LONE_RETURN =
  'a carriage return alone ends this line; save the file with the line ends of Unix or of Windows, and run fix again';
const DEEP = `it nests more than ${MOST_LEVELS} levels deep; mend it by hand`;

/** Reads a text that says something for those who edit it; fails where it can be edited in no place at all. */
export function openSheet(text: string, value: Json): Sheet {
  if (isDeeper(value, MOST_LEVELS)) throw closed(DEEP);
  const loneReturn = text.search(/\r(?!\n)/);
  if (loneReturn !== -1) throw closed(LONE_RETURN, { text, offset: loneReturn });
  const document = composeOne(text);
  const tagged = text.includes('!') ? taggedKey(document) : undefined;
  if (tagged !== undefined) throw closed(TAGGED, { text, offset: tagged });
  const isJson = parsesAsJson(text);
  if (!isJson && !says(document, value)) throw closed(DOUBTFUL);
  return toSheet(text, document, isJson);
}

function closed(reason: string, place?: Place): Unmendable {
  return new Unmendable(reason, { isClosed: true, ...(place !== undefined && { place }) });
}

/** The one document of a text, without errors. */
function composeOne(text: string): Document.Parsed {
  const [document, second] = composeYaml(text, { keepSourceTokens: true, lexer: looseLexer() });
  const error = document?.errors[0];
  if (error !== undefined) throw closed(stop(error.message), { text, offset: error.pos[0] });
  if (document === undefined) throw closed(stop('there is nothing to read'));
  if (second !== undefined) throw closed(stop('a second document begins'), { text, offset: second.range[0] });
  return document;
}

function stop(complaint: string): string {
  return `the parser by which it is edited stops here (${complaint}); mend it by hand`;
}

/** Where a key has a tag, if one does: it may be read as the whole of an entry, or as a part of one, so too little is sure of its end. */
function taggedKey(document: Document.Parsed): number | undefined {
  let found: number | undefined;
  visit(document, {
    Pair: (_, { key }) => {
      found = isNode(key) && key.tag !== undefined ? key.range?.[0] : undefined;
      return found === undefined ? undefined : visit.BREAK;
    },
  });
  return found;
}

/** Whether a document says something, as the parser that knows positions reads it. */
export function says(document: Document.Parsed, value: Json): boolean {
  try {
    return isSame(document.toJS({ maxAliasCount: MOST_VALUES }), value);
  } catch {
    return false;
  }
}
