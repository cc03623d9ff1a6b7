import type { Around } from './around.js';
import { autoscalerOf, fewestPods } from './autoscaled.js';
import { warnUnlessKnown } from './doubt.js';
import { dig, field, objectAt } from './json.js';
import type { Json, JsonObject } from './json.js';
import { countOf } from './replicas.js';
import { selects } from './selector.js';

/** Whether a disruption budget selects pods with these labels. One that says no selector selects none, an empty one all. */
export function coversPods(budget: JsonObject, labels: JsonObject | undefined): boolean {
  return selects(dig(budget, 'spec', 'selector'), labels);
}

export interface SelectedPods {
  /** The fewest that there will be of them. */
  readonly count: number;
  /** What a violation that hangs on the count may do at most. */
  readonly cap: { readonly atMost?: 'warn' };
}

/** The pods of the Deployments and StatefulSets that a selector selects; undefined where not all of these can be seen. */
export function podsSelected(selector: Json | undefined, around: Around): SelectedPods | undefined {
  const makers: { readonly kind: string; readonly object: JsonObject }[] = [];
  for (const kind of ['Deployment', 'StatefulSet'] as const) {
    const found = around.facts.inventory(kind, around.namespace);
    if (!found.known) return undefined;
    const selected = found.value.filter((object) =>
      selects(selector, objectAt(dig(object, 'spec', 'template', 'metadata'), 'labels')),
    );
    makers.push(...selected.map((object) => ({ kind, object })));
  }
  const scaled = makers.map((maker) => ({ ...maker, autoscaler: autoscalerOf(maker, around) }));
  const counts = scaled.map(
    ({ object, autoscaler }) => fewestPods(countOf(field(object['spec'], 'replicas')), autoscaler) ?? 0,
  );
  return {
    count: counts.reduce((sum, count) => sum + count, 0),
    cap: warnUnlessKnown(...scaled.map(({ autoscaler }) => autoscaler)),
  };
}
