import type { Around } from './around.js';
import { autoscalerOf, fewestPods } from './autoscaled.js';
import { warnUnlessKnown } from './doubt.js';
import { dig, objectAt, stringAt } from './json.js';
import type { Json, JsonObject } from './json.js';
import { rememberLatest } from './remember.js';
import { countOf } from './replicas.js';
import { isWithin, requirementsOf, selects } from './selector.js';

/**
 * The disruption budgets that select pods with these labels. One that says no selector selects none, an empty one all. Of a
 * thousand nearly all want another value of a label, and are not even looked at.
 */
export function budgetsOver(budgets: readonly JsonObject[], labels: JsonObject = {}): readonly JsonObject[] {
  const { wanting, others } = byLabelOf(budgets);
  const near = Object.keys(labels).flatMap((key) => {
    const value = labels[key] ?? '';
    return typeof value === 'string' ? (wanting.get(`${key}=${value}`) ?? []) : [];
  });
  return [...near, ...others].filter((budget) => selects(selectorOf(budget), labels));
}

interface ByLabel {
  /** Those that want a label to have one of some values, by each of these. */
  readonly wanting: ReadonlyMap<string, readonly JsonObject[]>;
  readonly others: readonly JsonObject[];
}

/** The inventory gives the same list until something in it changes. */
const byLabelOf = rememberLatest((budgets: readonly JsonObject[]): ByLabel => {
  const wanting = new Map<string, JsonObject[]>();
  const others: JsonObject[] = [];
  for (const budget of budgets) {
    const requirements = requirementsOf(selectorOf(budget));
    const wanted = requirements?.find(({ operator }) => operator === 'In');
    if (requirements !== undefined && wanted === undefined) others.push(budget);
    for (const value of new Set(wanted?.values)) {
      const label = `${wanted?.key}=${value}`;
      const known = wanting.get(label);
      if (known === undefined) wanting.set(label, [budget]);
      else known.push(budget);
    }
  }
  return { wanting, others };
});

function selectorOf(budget: JsonObject): Json | undefined {
  return dig(budget, 'spec', 'selector');
}

/** The names of disruption budgets in their order, each once: manifests may say one of them for several places. */
export function namesOf(budgets: readonly JsonObject[]): readonly string[] {
  const names = budgets.map((budget) => stringAt(objectAt(budget, 'metadata'), 'name'));
  return [...new Set(names.filter((name) => name !== undefined))].toSorted();
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
    for (const object of selected) makers.push({ kind, object });
  }
  // What is switched off may have left its pods to another kind, as an Argo Rollout takes over those of a Deployment.
  return makers.filter(({ object }) => replicasIn(object) !== 0);
}

function replicasIn(object: JsonObject): Json | undefined {
  return dig(object, 'spec', 'replicas');
}
