import yaml from 'js-yaml';
import type { Json, JsonObject } from '../../policy/json.js';
import { isBeyondJson, plainScalar } from '../../config/yaml-scalar.js';
import { isMisread } from './misread.js';

/** The dialect of kubectl, for js-yaml. Without a tag one type stands for all: the parser asks each in turn about each scalar. */
export const schema = yaml.FAILSAFE_SCHEMA.extend({
  implicit: [
    new yaml.Type('tag:yaml.org,2002:plain', {
      kind: 'scalar',
      // The parser hands over null where there is nothing, as in "key:".
      resolve: (text: string | null) => {
        if (text !== null && (text === '<<' || isBeyondJson(text)))
          throw new RangeError('this is for the other reader');
        return plainScalar(text ?? '') !== text;
      },
      construct: (text: string | null) => plainScalar(text ?? ''),
    }),
  ],
});

/** The parser makes these keys of null and of a map, neither of which kubectl takes for a key; only rarely are they really written. */
const OF_NULL = 'null';
const OF_MAP = '[object Object]';

/**
 * Reads one document in the dialect of kubectl, several times faster than the parser that knows positions.
 * Undefined where that parser should have its say: a fault in the text, most tags, odd keys, control characters, merge keys, aliases that
 * blow up.
 */
export function readFast(text: string): { readonly value: Json } | undefined {
  try {
    // A look at a text may run out of room as well, where it is one that nobody has foreseen.
    if (isMisread(text)) return undefined;
    const value = yaml.load(text, { schema }) as Json | undefined; // the schema makes nothing else
    return isDoubtful(value, text.length) ? undefined : { value: value ?? null };
  } catch {
    return undefined;
  }
}

/** Whether there is a doubtful key, or more values than the text can hold without aliases. */
function isDoubtful(root: Json | undefined, most: number): boolean {
  const open: object[] = [{ root }];
  let count = 0;
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    // Faster than to list the entries. What the parser makes inherits nothing that is gone through here.
    for (const key in value) {
      if (++count > most || key === OF_NULL || key === OF_MAP) return true;
      const child = (value as JsonObject)[key];
      if (typeof child === 'object' && child !== null) open.push(child);
    }
  }
  return false;
}
