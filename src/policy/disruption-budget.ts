import { field } from './json.js';
import type { Json, JsonObject } from './json.js';
import { targetKinds } from './target.js';

/** How many pods an eviction may take or has to leave; numbers or percentages, as they are written. */
export interface DisruptionBudget {
  readonly maxUnavailable: Json | undefined;
  readonly minAvailable: Json | undefined;
  readonly selector: Json | undefined;
}

export const disruptionBudgets = targetKinds(
  'disruption budgets',
  [{ group: 'policy', version: 'v1', kind: 'PodDisruptionBudget', plural: 'poddisruptionbudgets' }],
  viewBudget,
);

function viewBudget(object: JsonObject): DisruptionBudget {
  const spec = field(object, 'spec');
  return {
    maxUnavailable: field(spec, 'maxUnavailable'),
    minAvailable: field(spec, 'minAvailable'),
    selector: field(spec, 'selector'),
  };
}
