import type { Json } from './json.js';

/** The number of a percentage such as 50%, or undefined for what is none. */
export function percentageOf(value: Json | undefined): number | undefined {
  const match = typeof value === 'string' ? /^(\d{1,9})%$/.exec(value) : null;
  return match ? Number(match[1]) : undefined;
}

/** A number of pods, or a percentage of all of them, rounded; undefined for what is neither. */
export function shareOf(value: Json | undefined, all: number, round: (share: number) => number): number | undefined {
  if (typeof value === 'number') return value;
  const percentage = percentageOf(value);
  return percentage === undefined ? undefined : round((percentage * all) / 100);
}
