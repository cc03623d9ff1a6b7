import type { JsonObject } from '../policy/json.js';
import { relatedKinds } from '../policy/related.js';
import type { RelatedName } from '../policy/related.js';
import type { Cluster } from './connect.js';
import { list } from './list.js';
import { resourcePath } from './object.js';
import { createSight, type Sight } from './sight.js';
import { watch, type WatchHandlers, type WatchRequest } from './watch.js';

/** Where related objects are kept, of each only what policies read. */
export interface RelatedStore {
  readonly putKept: (kind: RelatedName, kept: JsonObject) => void;
  readonly drop: (kind: RelatedName, object: JsonObject) => void;
  readonly replace: (kind: RelatedName, kept: readonly JsonObject[]) => void;
  /** Makes a kind unknown for a reason, or known again. */
  readonly blind: (kind: RelatedName, reason: string | undefined) => void;
}

export interface RelatedSettings {
  readonly store: RelatedStore;
  /** Told once when a kind cannot be seen, and once more for each other reason; not for each new try. */
  readonly onUnknown: (kind: RelatedName, reason: string) => void;
  /** Told once when a kind that this was told of can be seen again. */
  readonly onKnown: (kind: RelatedName) => void;
  /** How old what is known may become while there is no connection, in milliseconds. */
  readonly patienceMs?: number;
  readonly retry?: WatchRequest['retry'];
}

export interface RelatedWatches {
  /** Watches these kinds from now on, and forgets all others. */
  readonly follow: (kinds: readonly RelatedName[]) => void;
  /** Whether each kind has been listed, or has turned out to be out of sight. */
  readonly isSettled: () => boolean;
  readonly close: () => void;
}

/** Long enough for an API server that restarts, and too short for much to change. */
const PATIENCE_MS = 30_000;

/** Follows the objects that policies look up, kind by kind. */
export function watchRelated(cluster: Cluster, settings: RelatedSettings): RelatedWatches {
  const watches = new Map<RelatedName, KindWatch>();
  const stop = (kind: RelatedName): void => {
    watches.get(kind)?.close();
    watches.delete(kind);
    settings.store.replace(kind, []);
    settings.store.blind(kind, 'nobody looks for these');
  };
  return {
    follow: (kinds) => {
      for (const kind of watches.keys()) if (!kinds.includes(kind)) stop(kind);
      for (const kind of kinds) if (!watches.has(kind)) watches.set(kind, watchKind(cluster, kind, settings));
    },
    isSettled: () => [...watches.values()].every(({ isSettled }) => isSettled()),
    close: () => {
      for (const { close } of watches.values()) close();
    },
  };
}

interface KindWatch {
  readonly isSettled: () => boolean;
  readonly close: () => void;
}

function watchKind(cluster: Cluster, kind: RelatedName, settings: RelatedSettings): KindWatch {
  const { store } = settings;
  const end = new AbortController();
  const sight = createSight(settings.patienceMs ?? PATIENCE_MS, {
    blind: (reason) => {
      store.blind(kind, reason);
    },
    onLost: (reason) => {
      settings.onUnknown(kind, reason);
    },
    onFound: () => {
      settings.onKnown(kind);
    },
  });
  // The promise settles when the watch is closed, and never rejects.
  void watch(
    cluster,
    { path: pathOf(kind), ...(settings.retry && { retry: settings.retry }) },
    handlersFor(kind, store, sight, end.signal),
    end.signal,
  );
  return {
    isSettled: sight.isSettled,
    close: () => {
      end.abort();
      sight.close();
    },
  };
}

/** What an ended watch has still to say is lost: it must not reach a store that the next one fills. */
function handlersFor(
  kind: RelatedName,
  store: RelatedStore,
  sight: Sight,
  signal: AbortSignal,
): WatchHandlers<JsonObject> {
  const unlessEnded =
    <T>(step: (value: T) => void) =>
    (value: T): void => {
      if (!signal.aborted) step(value);
    };
  return {
    read: relatedKinds[kind].keep,
    onReplaced: unlessEnded((items) => {
      store.replace(kind, items);
      sight.listed();
    }),
    onChanged: unlessEnded((item) => {
      store.putKept(kind, item);
    }),
    onDeleted: unlessEnded((item) => {
      store.drop(kind, item);
    }),
    onFollowing: () => {
      if (!signal.aborted) sight.following();
    },
    onLost: unlessEnded((error) => {
      if (error?.code !== 'not-found') sight.lost(error);
      else {
        // A kind that this cluster does not serve has no objects; should it come to be served, the next try sees them.
        store.replace(kind, []);
        sight.listed();
      }
    }),
  };
}

/** Lists what is kept of the objects of a kind, in one namespace or in all, page by page. */
export async function* listRelated(
  cluster: Cluster,
  kind: RelatedName,
  namespace: string | undefined,
): AsyncGenerator<JsonObject> {
  for await (const object of list(cluster, { path: pathOf(kind, namespace) })) yield relatedKinds[kind].keep(object);
}

function pathOf(kind: RelatedName, namespace?: string): string {
  const { group, version, plural } = relatedKinds[kind].resource;
  return resourcePath({ apiVersion: group === '' ? version : `${group}/${version}`, plural, namespace });
}
