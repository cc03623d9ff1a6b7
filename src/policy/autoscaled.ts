import type { Around } from './around.js';
import { scaleReferenceOf, viewAutoscaler } from './autoscaler.js';
import type { Autoscaler, ScaleTarget } from './autoscaler.js';
import type { Fact } from './facts.js';
import { dig, field, stringAt } from './json.js';
import type { JsonObject } from './json.js';
import { countOf } from './replicas.js';
import { countedBy, scalableKinds } from './scaled.js';
import type { Counted } from './scaled.js';

/** Something that may be scaled. */
interface Scalable {
  readonly kind: string;
  readonly object: JsonObject;
}

/**
 * The HorizontalPodAutoscaler that sets the number of an object's pods; the value is undefined where there is none. To what is
 * scaled to 0 by hand it does nothing, and so it is none there.
 */
export function autoscalerOf(scalable: Scalable, { facts, namespace, resource }: Around): Fact<Autoscaler | undefined> {
  const { object } = scalable;
  const name = stringAt(field(object, 'metadata'), 'name');
  if (name === undefined || dig(object, 'spec', 'replicas') === 0) return { known: true, value: undefined };
  const found = facts.inventory('HorizontalPodAutoscaler', namespace);
  if (!found.known) return found;
  const counted = countedBy(scalable, resource);
  // Most are about something else, which their one field tells before a view is made of them.
  const namesakes = found.value.filter((one) => field(scaleReferenceOf(one), 'name') === name);
  const value = namesakes.map(viewAutoscaler).find(({ target }) => isOf(target, counted));
  return { known: true, value };
}

/** Of a Scale of nobody knows what, as a manifest has it, the name has to do: it may be the one that is meant. */
function isOf({ kind, group }: ScaleTarget, counted: Counted | undefined): boolean {
  if (counted === undefined) return scalableKinds.includes(kind);
  return kind === counted.kind && (group === undefined || counted.group === undefined || group === counted.group);
}

/** How many pods an autoscaler always leaves. What is no number, such as one in quotes, nobody can judge. */
export function minimumOf({ minReplicas }: Pick<Autoscaler, 'minReplicas'>): number | undefined {
  return countOf(minReplicas);
}

/**
 * The fewest pods that there will be: an autoscaler's minimum counts in place of the number that is written. Undefined where either is
 * no number.
 */
export function fewestPods(replicas: number | undefined, autoscaler: Fact<Autoscaler | undefined>): number | undefined {
  if (replicas === undefined || replicas === 0 || !autoscaler.known || autoscaler.value === undefined) return replicas;
  return minimumOf(autoscaler.value);
}

/** How many pods there are meant to be for certain: those that are written, or more where an autoscaler's minimum is higher. */
export function wantedPods(replicas: number | undefined, autoscaler: Fact<Autoscaler | undefined>): number | undefined {
  const fewest = fewestPods(replicas, autoscaler);
  return replicas === undefined || fewest === undefined ? undefined : Math.max(replicas, fewest);
}

/** Whether an autoscaler is known to scale it. */
export function isAutoscaled(autoscaler: Fact<Autoscaler | undefined>): boolean {
  return autoscaler.known && autoscaler.value !== undefined;
}
