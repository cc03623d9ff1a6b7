import { isText, setOf } from './access-rule.js';
import type { Texts } from './access-rule.js';
import { firstFrom } from './first-from.js';
import { rememberEach } from './remember-each.js';

/** Tells whether all paths of the server that are meant by a rule are meant by others: /metrics/* means what begins with /metrics/. */
export function areWithin(paths: Texts, others: Texts): boolean {
  const known = setOf(others);
  const prefixes = prefixesOf(others);
  return paths.every((path) => known.has(path) || (path !== undefined && hasPrefix(path, prefixes)));
}

/** What stands before each wildcard, in order, and none that begins with another. A wildcard is one at the end. */
const prefixesOf = rememberEach((paths: Texts): readonly string[] => {
  const found: string[] = [];
  const all = paths.filter(isText).filter((path) => path.endsWith('*'));
  for (const prefix of all.map((path) => path.slice(0, -1)).sort()) {
    const last = found.at(-1);
    if (last === undefined || !prefix.startsWith(last)) found.push(prefix);
  }
  return found;
});

/** Of prefixes in order none of which begins with another, only the path itself or the last before it can be its own. */
function hasPrefix(path: string, prefixes: readonly string[]): boolean {
  const at = firstFrom(path, prefixes, (prefix) => prefix);
  return prefixes.slice(Math.max(0, at - 1), at + 1).some((prefix) => path.startsWith(prefix));
}
