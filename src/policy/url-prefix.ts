import { isText, setOf } from './access-rule.js';
import type { Texts } from './access-rule.js';
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

/** Of prefixes in order none of which begins with another, only the last that does not come behind the path can be its own. */
function hasPrefix(path: string, prefixes: readonly string[]): boolean {
  let [from, to] = [0, prefixes.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((prefixes[middle] ?? '') <= path) from = middle + 1;
    else to = middle;
  }
  const nearest = prefixes[from - 1];
  return nearest !== undefined && path.startsWith(nearest);
}
