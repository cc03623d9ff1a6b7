import { auditedResources, resourceName } from '../../audit/resources.js';
import type { Cluster } from '../../cluster/connect.js';
import { isClusterError } from '../../cluster/error.js';
import { listRelated } from '../../cluster/related.js';
import { relatedInForce } from '../../engine/related.js';
import type { Rules } from '../../engine/rules.js';
import { createInventory } from '../../facts/inventory.js';
import type { InventoryStore } from '../../facts/inventory.js';
import type { Inventory } from '../../policy/facts.js';
import { printable } from '../../policy/quote.js';
import { relatedKinds } from '../../policy/related.js';
import type { RelatedName } from '../../policy/related.js';
import type { ReadError } from '../../report/report.js';
import { note } from '../output.js';
import { addFailure } from './failure-list.js';
import type { Places } from './places.js';
import type { Progress } from './progress.js';

interface Reading {
  readonly rules: Rules;
  readonly places: Places;
  readonly progress: Progress;
  /** Takes what could not be read. */
  readonly errors: ReadError[];
}

/**
 * Lists what the policies in force look up, before the first object is judged. A kind that is judged as well is listed a
 * second time then: to hold whole objects in between would cost memory that grows with the cluster.
 */
export async function readRelated(cluster: Cluster, reading: Reading): Promise<Inventory> {
  const kinds = relatedInForce(reading.rules);
  const store = createInventory(kinds);
  for (const [index, kind] of kinds.entries()) {
    try {
      await readKind(cluster, kind, reading, store);
    } catch (error) {
      if (!isClusterError(error)) throw error;
      if (error.code === 'forbidden') {
        store.blind(kind, error.message);
        tellForbidden(kind, error.message, reading);
        continue;
      }
      // A cluster that does not answer will not answer for the next kind either.
      for (const rest of kinds.slice(index)) store.blind(rest, error.message);
      addFailure(reading.errors, relatedKinds[kind].resource, error.message);
      break;
    }
  }
  return store.inventory;
}

async function readKind(
  cluster: Cluster,
  kind: RelatedName,
  { places, progress }: Reading,
  store: InventoryStore,
): Promise<void> {
  const { resource } = relatedKinds[kind];
  const isClusterScoped = 'clusterScoped' in resource;
  let listed = 0;
  for (const namespace of isClusterScoped ? [undefined] : (places.namespaces ?? [undefined])) {
    try {
      for await (const kept of listRelated(cluster, kind, namespace)) {
        progress.show(resource, ++listed);
        store.putKept(kind, kept);
      }
    } catch (error) {
      // A kind that this cluster does not serve has no objects.
      if (!isClusterError(error, 'not-found')) throw error;
    }
  }
}

/** Says that a kind is out of sight, unless the judging will say so of the same kind. It is no failure: nothing goes unjudged. */
function tellForbidden(kind: RelatedName, message: string, { rules, places }: Reading): void {
  const { resource } = relatedKinds[kind];
  const name = resourceName(resource);
  const isOutside = 'clusterScoped' in resource && places.optInOf('') === undefined;
  if (!isOutside && auditedResources(rules.policies).some((judged) => resourceName(judged) === name)) return;
  note(`warning: what policies look up of ${name} is unknown: ${printable(message)}`);
}
