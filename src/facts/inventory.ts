import type { Inventory } from '../policy/facts.js';
import { objectAt, stringAt } from '../policy/json.js';
import type { JsonObject } from '../policy/json.js';
import { relatedKindOf, relatedKinds } from '../policy/related.js';
import type { RelatedName } from '../policy/related.js';

/** Related objects as they become known, of each only what policies read. */
export interface InventoryStore {
  /** Keeps an object, in place of an older one of its name. Anything but a related kind is passed over. */
  readonly put: (object: JsonObject) => void;
  /** The same for what `keep` of its kind has left of it: a list has pruned its items before anybody stores them. */
  readonly putKept: (kind: RelatedName, kept: JsonObject) => void;
  /** Forgets an object, whole or pruned. */
  readonly drop: (kind: RelatedName, object: JsonObject) => void;
  /** Puts pruned objects in the place of all that there are of a kind; without any it forgets the kind's. */
  readonly replace: (kind: RelatedName, kept: readonly JsonObject[]) => void;
  /** How many objects of a kind there are. */
  readonly count: (kind: RelatedName) => number;
  /** Makes a kind unknown for a reason, or known again. */
  readonly blind: (kind: RelatedName, reason: string | undefined) => void;
  readonly inventory: Inventory;
}

/** An empty store of the named kinds: to it every other kind is unknown. */
export function createInventory(kinds: readonly RelatedName[]): InventoryStore {
  const known = new Map(kinds.map((kind) => [kind, createShelf()] as const));
  const reasons = new Map<RelatedName, string>();
  return {
    put: (object) => {
      const kind = relatedKindOf(object);
      const shelf = kind === undefined ? undefined : known.get(kind);
      if (kind !== undefined) shelf?.put(relatedKinds[kind].keep(object));
    },
    putKept: (kind, kept) => known.get(kind)?.put(kept),
    drop: (kind, object) => known.get(kind)?.drop(object),
    replace: (kind, kept) => {
      if (!known.has(kind)) return;
      const shelf = createShelf();
      for (const object of kept) shelf.put(object);
      known.set(kind, shelf);
    },
    count: (kind) => known.get(kind)?.count() ?? 0,
    blind: (kind, reason) => {
      if (reason === undefined) reasons.delete(kind);
      else reasons.set(kind, reason);
    },
    inventory: (kind, namespace) => {
      const shelf = known.get(kind);
      const reason = shelf === undefined ? 'nobody looks for these' : reasons.get(kind);
      if (shelf === undefined || reason !== undefined) return { known: false, reason: reason ?? '' };
      return { known: true, value: shelf.in(namespace ?? ANYWHERE) };
    },
  };
}

/** What names no namespace is in the one that is asked about: manifests are applied to wherever somebody says. */
const ANYWHERE = '';

/** The objects of one kind. */
interface Shelf {
  readonly put: (object: JsonObject) => void;
  readonly drop: (object: JsonObject) => void;
  readonly count: () => number;
  /** Those of a namespace in the order of their names: the same list until something there changes. */
  readonly in: (namespace: string) => readonly JsonObject[];
}

function createShelf(): Shelf {
  const places = new Map<string, Map<string, JsonObject>>();
  // A review asks several times, and sorting would cost it more than all of its looking.
  const sorted = new Map<string, readonly JsonObject[]>();
  const forget = (namespace: string): void => {
    if (namespace === ANYWHERE) sorted.clear();
    else sorted.delete(namespace);
  };
  return {
    put: (object) => {
      const { namespace, name } = nameOf(object);
      const place = places.get(namespace) ?? new Map<string, JsonObject>();
      places.set(namespace, place.set(name, object));
      forget(namespace);
    },
    drop: (object) => {
      const { namespace, name } = nameOf(object);
      const place = places.get(namespace);
      place?.delete(name);
      if (place?.size === 0) places.delete(namespace);
      forget(namespace);
    },
    count: () => [...places.values()].reduce((sum, place) => sum + place.size, 0),
    in: (namespace) => {
      // A namespace without objects shares the list of what is anywhere, so that asking never costs memory.
      const key = places.has(namespace) ? namespace : ANYWHERE;
      const found = sorted.get(key) ?? inOrder(places, key);
      sorted.set(key, found);
      return found;
    },
  };
}

function inOrder(places: ReadonlyMap<string, ReadonlyMap<string, JsonObject>>, namespace: string): JsonObject[] {
  const found = new Map([...(places.get(ANYWHERE) ?? []), ...(places.get(namespace) ?? [])]);
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, object]) => object);
}

function nameOf(object: JsonObject): { readonly namespace: string; readonly name: string } {
  const metadata = objectAt(object, 'metadata');
  return { namespace: stringAt(metadata, 'namespace') ?? ANYWHERE, name: stringAt(metadata, 'name') ?? '' };
}
