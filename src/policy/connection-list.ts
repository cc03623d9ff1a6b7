import { hasOwnLine, isAfterRedis, isNearHost, mayHavePlaces, placesIn, REACH } from './connection-place.js';
import type { Place } from './connection-place.js';
import { endsLine, isOfList, valueOf } from './connection-value.js';
import type { Value } from './connection-value.js';

/** A password, and where it ends in the text that it was found in. */
export interface Found {
  readonly password: string;
  readonly end: number;
}

/** A host that has a line of its own. */
const HOST_LINE =
  /^[ \t]{0,64}(?:[#;][ \t]{0,8})?(?:[a-z]{3,6}[ \t])?(server|data source|host|addr|address)[ \t]{0,16}=(?![ \t]{0,16}["']?\1\b)/i;

/** How far a password may be from it in lines that have one setting each. */
const REACH_IN_LINES = 10;

/**
 * The passwords of lists such as Server=db;Password=… and host=db password=…, in a string or without one; of cache:6379,password=…; and
 * of lines with a setting each. A host has to be near: on the same line, or for lines with a setting each on one of the next.
 */
export function* listedPasswords(text: string): Iterable<Found> {
  if (!mayHavePlaces(text)) return;
  const lines = text.split('\n');
  let offset = 0;
  for (const [index, line] of lines.entries()) {
    for (const place of placesIn(line)) {
      const value = passwordAt(place, lines, index);
      if (value !== undefined) yield { password: value.text, end: offset + value.end };
    }
    offset += line.length + 1;
  }
}

function passwordAt(place: Place, lines: readonly string[], index: number): Value | undefined {
  const isListed = isNearHost(place) || isAfterRedis(place);
  if (!isListed && !hasOwnLine(place)) return undefined;
  const value = valueOf(place);
  if (value === undefined) return undefined;
  if (place.isPwd) return isOfList(place, value) ? value : undefined;
  return isListed || (endsLine(place, value) && isNearHostLine(lines, index)) ? value : undefined;
}

function isNearHostLine(lines: readonly string[], index: number): boolean {
  const near = lines.slice(Math.max(0, index - REACH_IN_LINES), index + REACH_IN_LINES + 1);
  return near.some((line) => HOST_LINE.test(line.slice(0, REACH)));
}
