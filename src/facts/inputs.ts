import type { Fact, Inventory } from '../policy/facts.js';
import { stringAt } from '../policy/json.js';
import type { JsonObject } from '../policy/json.js';
import { relatedKindOf, relatedKinds } from '../policy/related.js';
import type { RelatedName } from '../policy/related.js';
import { rememberLatest } from '../policy/remember.js';
import type { InventoryStore } from './inventory.js';
import { autoscalerMadeOf } from './keda.js';
import { namesakesAmong, rungsFrom } from './nearest-input.js';
import type { Entry, Namesakes } from './nearest-input.js';

/** Manifests, and beside them what a cluster has: of each object only what policies read. */
export interface InputStore extends Pick<InventoryStore, 'putKept' | 'blind'> {
  /** Keeps an input, or what will be made of it, beside all others, those of its name included. The path of its file is absolute. */
  readonly put: (object: JsonObject, file: string) => void;
  /** The inventory as the objects of a file see it: of inputs of one name the nearest. */
  readonly seenFrom: (file: string) => Inventory;
  /** Puts what inputs have become in their place. */
  readonly amend: (amendments: readonly Amendment[]) => void;
}

/** What is kept of an input, before and after it was changed. The path of its file is absolute. */
export interface Amendment {
  readonly kind: RelatedName;
  readonly file: string;
  readonly before: JsonObject;
  readonly after: JsonObject;
}

/** What changes for those who look an object up; undefined where nothing does. */
export function amendmentOf(before: JsonObject, after: JsonObject, file: string): Amendment | undefined {
  const kind = relatedKindOf(before);
  if (kind === undefined) return undefined;
  const { keep } = relatedKinds[kind];
  const [was, is] = [keep(before), keep(after)];
  return JSON.stringify(was) === JSON.stringify(is) ? undefined : { kind, file, before: was, after: is };
}

/** What names no namespace is in the one that is asked about: manifests are applied to wherever somebody says. */
const ANYWHERE = '';

/** An empty store of the named kinds. What names no namespace is in the default one, where somebody says which that is. */
export function createInputs(kinds: readonly RelatedName[], defaultNamespace = ANYWHERE): InputStore {
  const shelves = new Map(kinds.map((kind) => [kind, createShelf()] as const));
  const reasons = new Map<RelatedName, string>();
  const put = (kind: RelatedName, entry: Entry): void => {
    const named = stringAt(entry.object['metadata'], 'namespace') ?? defaultNamespace;
    shelves.get(kind)?.put('clusterScoped' in relatedKinds[kind].resource ? ANYWHERE : named, entry);
  };
  return {
    put: (input, file) => {
      const object = autoscalerMadeOf(input) ?? input;
      const kind = relatedKindOf(object);
      if (kind !== undefined && shelves.has(kind)) put(kind, { object: relatedKinds[kind].keep(object), file });
    },
    putKept: (kind, object) => {
      put(kind, { object, file: undefined });
    },
    blind: (kind, reason) => {
      if (reason === undefined) reasons.delete(kind);
      else reasons.set(kind, reason);
    },
    seenFrom: rememberLatest((file) => {
      const look = lookingFrom(file);
      return (kind, namespace) => {
        const shelf = shelves.get(kind);
        const reason = shelf === undefined ? 'nobody looks for these' : reasons.get(kind);
        if (shelf === undefined || reason !== undefined) return { known: false, reason: reason ?? '' };
        const view = shelf.view(namespace ?? defaultNamespace);
        return view.known ? { known: true, value: look(view.value) } : view;
      };
    }),
    amend: (amendments) => {
      for (const [kind, shelf] of shelves) shelf.amend(amendments.filter((one) => one.kind === kind));
    },
  };
}

/** Everything of a kind that may be in a namespace, in the order of the names. */
interface View {
  readonly names: readonly Namesakes[];
  /** What all see, where it hangs on nobody's place. */
  readonly settled: readonly JsonObject[] | undefined;
}

interface Shelf {
  readonly put: (namespace: string, entry: Entry) => void;
  readonly view: (namespace: string) => Fact<View>;
  readonly amend: (amendments: readonly Amendment[]) => void;
}

function createShelf(): Shelf {
  const places = new Map<string, Entry[]>();
  const views = new Map<string, View>();
  return {
    put: (namespace, entry) => {
      const place = places.get(namespace);
      if (place === undefined) places.set(namespace, [entry]);
      else place.push(entry);
      views.clear();
    },
    view: (namespace) => {
      const place = namespace === ANYWHERE ? onlyPlaceOf(places) : namespace;
      if (place === undefined) return { known: false, reason: 'nobody knows in which of several namespaces to look' };
      // A namespace without objects shares the view of what is anywhere.
      const key = places.has(place) ? place : ANYWHERE;
      const view = views.get(key) ?? viewOf([...new Set([ANYWHERE, key])].flatMap((one) => places.get(one) ?? []));
      views.set(key, view);
      return { known: true, value: view };
    },
    amend: (amendments) => {
      if (amendments.length === 0) return;
      const amended = new Map(amendments.map(({ file, before, after }) => [textOf(before, file), after]));
      for (const [namespace, entries] of places)
        places.set(
          namespace,
          entries.map((entry) => amendEntry(entry, amended)),
        );
      views.clear();
    },
  };
}

/** No two inputs of one file have the same text, or it does not matter which of them is which. */
function textOf(kept: JsonObject, file: string): string {
  return `${file}\n${JSON.stringify(kept)}`;
}

function amendEntry(entry: Entry, amended: ReadonlyMap<string, JsonObject>): Entry {
  const after = entry.file === undefined ? undefined : amended.get(textOf(entry.object, entry.file));
  return after === undefined ? entry : { ...entry, object: after };
}

/** The namespace of all that name one: what may be anywhere is beside them. Undefined where there are several. */
function onlyPlaceOf(places: ReadonlyMap<string, unknown>): string | undefined {
  let only: string | undefined;
  for (const place of places.keys()) {
    if (place === ANYWHERE) continue;
    if (only !== undefined) return undefined;
    only = place;
  }
  return only ?? ANYWHERE;
}

function viewOf(entries: readonly Entry[]): View {
  const byName = new Map<string, Entry[]>();
  for (const [index, entry] of entries.entries()) {
    // No two that have no name are the same: the API server makes one for each. No name has a line feed.
    const name = stringAt(entry.object['metadata'], 'name') ?? `\n${index}`;
    const namesakes = byName.get(name);
    if (namesakes === undefined) byName.set(name, [entry]);
    else namesakes.push(entry);
  }
  const sorted = [...byName].sort(([one], [other]) => (one < other ? -1 : 1));
  const names = sorted.map(([, namesakes]) => namesakesAmong(namesakes));
  const settled = names.flatMap(({ only }) => (only === undefined ? [] : [only]));
  return { names, settled: settled.length === names.length ? settled : undefined };
}

/** Looks at each view once: all objects of a file see the same. */
function lookingFrom(file: string): (view: View) => readonly JsonObject[] {
  const seen = new Map<View, readonly JsonObject[]>();
  return (view) => {
    const known = view.settled ?? seen.get(view);
    if (known !== undefined) return known;
    const rungs = rungsFrom(file);
    const found = view.names.flatMap(({ only, nearest }) => (only === undefined ? nearest(rungs) : [only]));
    seen.set(view, found);
    return found;
  };
}
