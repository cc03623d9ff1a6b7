import type { Json } from '../../policy/json.js';
import { isSame } from './same.js';

type Items = readonly Json[];

/** Beyond so many pairs to compare, which is far more than fixes change in one list, each item becomes the one in its place. */
const MOST_PAIRS = 10_000;

/** To change an item costs less than to take it out and add another, and more than half of that: what is the same should stay. */
const CHANGE = 3;
const MOVE = 2;

/**
 * Which items of a list become those of another, in their order, so that what stands beside an item in the text stays beside it.
 * The items of the other list beyond these come behind them.
 */
export function survivorsOf(before: Items, after: Items): readonly number[] {
  const same: number[] = [];
  for (const [index, value] of before.entries()) if (isSame(value, after[same.length])) same.push(index);
  if (same.length === after.length) return same;
  const alike = before.findIndex((value, index) => !isSame(value, after[index]));
  const start = alike === -1 ? before.length : alike;
  const [old, made] = [before.slice(start), after.slice(start)];
  const rest = old.length * made.length > MOST_PAIRS ? [...old.slice(0, made.length).keys()] : cheapest(old, made);
  return [...before.slice(0, start).keys(), ...rest.map((index) => start + index)];
}

/** The cheapest way, where what is added can only come at the end. */
function cheapest(before: Items, after: Items): readonly number[] {
  const costs = costsOf(before, after);
  const cost = (index: number, place: number): number => costs[index]?.[place] ?? Infinity;
  const survivors: number[] = [];
  for (const [index, value] of before.entries()) {
    const place = survivors.length;
    if (place === after.length) break;
    const kept = cost(index + 1, place + 1) + changeOf(value, after[place]);
    if (kept <= cost(index + 1, place) + MOVE) survivors.push(index);
  }
  return survivors;
}

/** What it costs to make of the items from one place on those of the other list from another place on. */
function costsOf(before: Items, after: Items): readonly (readonly number[])[] {
  let below = Array.from({ length: after.length + 1 }, (_, place) => (after.length - place) * MOVE);
  const rows: (readonly number[])[] = [];
  rows[before.length] = below;
  for (const [index, value] of [...before.entries()].reverse()) {
    const row = below.map((without, place) => {
      const kept = (below[place + 1] ?? Infinity) + changeOf(value, after[place]);
      return Math.min(kept, without + MOVE);
    });
    rows[index] = row;
    below = row;
  }
  return rows;
}

function changeOf(before: Json, after: Json | undefined): number {
  return isSame(before, after) ? 0 : CHANGE;
}
