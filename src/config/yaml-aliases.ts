import type { Json } from '../policy/json.js';

/** Enough for any manifest; text that aliases blow up beyond it is an attack. The unit is values in the result. */
export const MOST_VALUES = 1_000_000;

/** Aliases may make a value that contains itself, or one that is far larger than its text. */
export function flawOfAliases(root: Json): string | undefined {
  const open = new Set<unknown>();
  let count = 0;
  const walk = (value: Json | undefined): string | undefined => {
    if (typeof value !== 'object' || value === null) return undefined;
    if (open.has(value)) return 'an alias stands within the value that it repeats';
    open.add(value);
    for (const child of Object.values(value) as readonly (Json | undefined)[]) {
      count += 1;
      if (count > MOST_VALUES) return `aliases make this larger than ${MOST_VALUES} values`;
      const flaw = walk(child);
      if (flaw !== undefined) return flaw;
    }
    open.delete(value);
    return undefined;
  };
  return walk(root);
}
