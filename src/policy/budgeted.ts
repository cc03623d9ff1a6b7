import type { Around } from './around.js';
import { autoscalerOf, fewestPods } from './autoscaled.js';
import { warnUnlessKnown } from './doubt.js';
import { dig, objectAt, stringAt } from './json.js';
import type { Json, JsonObject } from './json.js';
import { countOf } from './replicas.js';
import { isWithin, selects } from './selector.js';

/** Whether a disruption budget selects pods with these labels. One that says no selector selects none, an empty one all. */
export function coversPods(budget: JsonObject, labels: JsonObject | undefined): boolean {
  return selects(dig(budget, 'spec', 'selector'), labels);
}

/** The names of disruption budgets, each once: manifests may say one of them for several places. */
export function namesOf(budgets: readonly JsonObject[]): readonly string[] {
  const names = budgets.map((budget) => stringAt(objectAt(budget, 'metadata'), 'name'));
  return [...new Set(names.filter((name) => name !== undefined))];
}

export interface SelectedPods {
  /** The fewest that there will be of them. */
  readonly count: number;
  /** Whether no others can be selected beside them. */
  readonly isAll: boolean;
  /** What a violation that hangs on the count may do at most. */
  readonly cap: { readonly atMost?: 'warn' };
}

/**
 * The pods of the Deployments and StatefulSets that a selector selects; undefined where not all of these can be seen, or counted.
 * Pods of other kinds are in nobody's sight, custom resources among them. There are none where the selector asks for everything
 * that the one of such a workload asks for, as no two controllers may select the same pods; elsewhere the count may be too low.
 */
export function podsSelected(selector: Json | undefined, around: Around): SelectedPods | undefined {
  const makers = makersSelected(selector, around)?.map((maker) => ({
    ...maker,
    autoscaler: autoscalerOf(maker, around),
  }));
  const counts = makers?.map(({ object, autoscaler }) => fewestPods(countOf(replicasIn(object)), autoscaler));
  if (makers === undefined || !counts?.every((count) => count !== undefined)) return undefined;
  const isAll = makers.some(({ object }) => isWithin(selector, dig(object, 'spec', 'selector')));
  return {
    count: counts.reduce((sum, count) => sum + count, 0),
    isAll,
    cap: isAll ? warnUnlessKnown(...makers.map(({ autoscaler }) => autoscaler)) : { atMost: 'warn' },
  };
}

interface Maker {
  readonly kind: string;
  readonly object: JsonObject;
}

function makersSelected(selector: Json | undefined, { facts, namespace }: Around): readonly Maker[] | undefined {
  const makers: Maker[] = [];
  for (const kind of ['Deployment', 'StatefulSet'] as const) {
    const found = facts.inventory(kind, namespace);
    if (!found.known) return undefined;
    const selected = found.value.filter((object) =>
      selects(selector, objectAt(dig(object, 'spec', 'template', 'metadata'), 'labels')),
    );
    makers.push(...selected.map((object) => ({ kind, object })));
  }
  // What is switched off may have left its pods to another kind, as an Argo Rollout takes over those of a Deployment.
  return makers.filter(({ object }) => replicasIn(object) !== 0);
}

function replicasIn(object: JsonObject): Json | undefined {
  return dig(object, 'spec', 'replicas');
}
