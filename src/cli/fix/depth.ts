import type { Json } from '../../policy/json.js';

/** Far more than any manifest has. Some of what edits a text calls itself for each level more often than what reads it. */
export const MOST_LEVELS = 500;

/** Whether a value nests deeper than a number of levels, which are few enough for a function that calls itself. */
export function isDeeper(value: Json | undefined, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  return Object.values<Json | undefined>(value).some((inner) => isDeeper(inner, levels - 1));
}
