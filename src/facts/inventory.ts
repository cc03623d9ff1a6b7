import type { Inventory } from '../policy/facts.js';
import { objectAt, stringAt } from '../policy/json.js';
import type { JsonObject } from '../policy/json.js';
import { relatedKindOf, relatedKinds } from '../policy/related.js';
import type { RelatedName } from '../policy/related.js';

/** Related objects as they become known, of each only what policies read. */
export interface InventoryStore {
  /** Keeps an object, in place of an older one of its name. Anything but a related kind is passed over. */
  readonly put: (object: JsonObject) => void;
  readonly drop: (object: JsonObject) => void;
  /** Forgets all of a kind. */
  readonly clear: (kind: RelatedName) => void;
  /** How many objects of a kind there are. */
  readonly count: (kind: RelatedName) => number;
  /** Makes a kind unknown for a reason, or known again. */
  readonly blind: (kind: RelatedName, reason: string | undefined) => void;
  readonly inventory: Inventory;
}

/** The objects of one kind in one namespace, by name. */
type Place = Map<string, JsonObject>;

/** An empty store of the named kinds: to it every other kind is unknown. */
export function createInventory(kinds: readonly RelatedName[]): InventoryStore {
  const known = new Map(kinds.map((kind) => [kind, new Map<string, Place>()] as const));
  const reasons = new Map<RelatedName, string>();
  const placesOf = (object: JsonObject): Map<string, Place> | undefined => {
    const kind = relatedKindOf(object);
    return kind === undefined ? undefined : known.get(kind);
  };
  return {
    put: (object) => {
      const kind = relatedKindOf(object);
      const places = kind === undefined ? undefined : known.get(kind);
      if (kind === undefined || places === undefined) return;
      const { namespace, name } = nameOf(object);
      const place = places.get(namespace) ?? new Map<string, JsonObject>();
      places.set(namespace, place.set(name, relatedKinds[kind].keep(object)));
    },
    drop: (object) => {
      const places = placesOf(object);
      const { namespace, name } = nameOf(object);
      const place = places?.get(namespace);
      place?.delete(name);
      if (place?.size === 0) places?.delete(namespace);
    },
    clear: (kind) => known.get(kind)?.clear(),
    count: (kind) => [...(known.get(kind)?.values() ?? [])].reduce((sum, place) => sum + place.size, 0),
    blind: (kind, reason) => {
      if (reason === undefined) reasons.delete(kind);
      else reasons.set(kind, reason);
    },
    inventory: (kind, namespace) => {
      const places = known.get(kind);
      const reason = places === undefined ? 'nobody looks for these' : reasons.get(kind);
      if (places === undefined || reason !== undefined) return { known: false, reason: reason ?? '' };
      return { known: true, value: inOrder(places, namespace) };
    },
  };
}

/** What names no namespace is in the one that is asked about: manifests are applied to wherever somebody says. */
const ANYWHERE = '';

function inOrder(places: ReadonlyMap<string, Place>, namespace: string | undefined): readonly JsonObject[] {
  const found = new Map([...(places.get(ANYWHERE) ?? []), ...(namespace ? (places.get(namespace) ?? []) : [])]);
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, object]) => object);
}

function nameOf(object: JsonObject): { readonly namespace: string; readonly name: string } {
  const metadata = objectAt(object, 'metadata');
  return { namespace: stringAt(metadata, 'namespace') ?? ANYWHERE, name: stringAt(metadata, 'name') ?? '' };
}
