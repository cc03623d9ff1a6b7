import { field } from './json.js';
import type { Json, JsonObject } from './json.js';
import { targetKinds } from './target.js';

/** How many pods an eviction may take or has to leave; numbers or percentages, as they are written. */
export interface DisruptionBudget {
  readonly maxUnavailable: Json | undefined;
  readonly minAvailable: Json | undefined;
}

export const disruptionBudgets = targetKinds(
  'disruption budgets',
  [{ group: 'policy', version: 'v1', kind: 'PodDisruptionBudget', plural: 'poddisruptionbudgets' }],
  (object: JsonObject): DisruptionBudget => {
    const spec = field(object, 'spec');
    return { maxUnavailable: field(spec, 'maxUnavailable'), minAvailable: field(spec, 'minAvailable') };
  },
);

/** The number of a percentage such as 50%, or undefined for what is none. */
export function percentageOf(value: Json | undefined): number | undefined {
  const match = typeof value === 'string' ? /^(\d{1,9})%$/.exec(value) : null;
  return match ? Number(match[1]) : undefined;
}
