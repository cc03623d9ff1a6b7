import type { Logger } from 'pino';
import type { Cluster } from '../../cluster/connect.js';
import type { RelatedSettings, RelatedWatches } from '../../cluster/related.js';
import { createInventory } from '../../facts/inventory.js';
import type { Inventory } from '../../policy/facts.js';
import { relatedKinds } from '../../policy/related.js';
import type { RelatedName } from '../../policy/related.js';
import type { InventoryFigure } from '../../server/metrics.js';

/** The objects beside the one that is judged, as a watch of each kind that policies look up has them. */
export interface Related {
  readonly inventory: Inventory;
  /** Watches exactly these kinds from now on. */
  readonly follow: (kinds: readonly RelatedName[]) => void;
  /** Begins to watch: until then every kind is unknown. */
  readonly start: (cluster: Cluster) => Promise<void>;
  /** Why a server that has just started should not be asked yet. */
  readonly unready: () => string | undefined;
  readonly figures: () => readonly InventoryFigure[];
  readonly close: () => void;
}

/**
 * How long a server that starts waits for the first listings, in milliseconds. It begins without those that are not there by then:
 * a right that is missing must not keep the webhook down.
 */
const SETTLING_MS = 5000;

/** Related objects of a cluster that is not connected yet. */
export function createRelated(log: Logger): Related {
  const all = Object.keys(relatedKinds) as RelatedName[]; // the keys of that very record
  const store = createInventory(all);
  for (const kind of all) store.blind(kind, 'nobody looks for these');
  let wanted: readonly RelatedName[] = [];
  let watches: RelatedWatches | undefined;
  let settledBy = Infinity;
  const begin = (kinds: readonly RelatedName[]): void => {
    for (const kind of kinds) if (watches === undefined) store.blind(kind, 'not listed yet');
    watches?.follow(kinds);
  };
  return {
    inventory: store.inventory,
    follow: (kinds) => {
      wanted = kinds;
      begin(kinds);
    },
    start: async (cluster) => {
      const { watchRelated } = await import('../../cluster/related.js');
      watches = watchRelated(cluster, { store, ...tellsOf(log) });
      settledBy = performance.now() + SETTLING_MS;
      begin(wanted);
    },
    unready: () =>
      watches?.isSettled() === true || performance.now() > settledBy
        ? undefined
        : 'the objects that policies look up have not been listed yet',
    figures: () =>
      wanted.map((kind) => ({ kind, objects: store.count(kind), known: store.inventory(kind, undefined).known })),
    close: () => watches?.close(),
  };
}

function tellsOf(log: Logger): Pick<RelatedSettings, 'onUnknown' | 'onKnown'> {
  return {
    onUnknown: (kind, reason) => {
      log.warn({ kind, reason }, 'objects of this kind cannot be seen; what policies look up of them is unknown');
    },
    onKnown: (kind) => {
      log.info({ kind }, 'objects of this kind can be seen again');
    },
  };
}
