import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createInventory } from '../src/facts/inventory.js';
import type { InventoryStore } from '../src/facts/inventory.js';
import type { JsonObject } from '../src/policy/json.js';
import { relatedKinds } from '../src/policy/related.js';
import type { RelatedName } from '../src/policy/related.js';
import { makers } from './inventory-objects.js';

const OBJECTS = 10_000;

/** As many as a page of a list has. */
const PAGE = 250;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What the inventory holds for an object of each kind, and how long a look at the 50 of one namespace takes. */
export function benchInventory(print: (line: string) => void): void {
  print(
    `\nThe inventory, ${OBJECTS} objects of each kind: bytes as the API server sends one, bytes held for one, µs a look`,
  );
  for (const kind of Object.keys(makers) as RelatedName[]) {
    const store = createInventory([kind]);
    const before = heap();
    const sent = fill(store, kind);
    const held = (heap() - before) / OBJECTS;
    print(
      `${kind.padEnd(24)} ${sent.toFixed(0).padStart(6)} ${held.toFixed(0).padStart(6)} ${look(store, kind).toFixed(2)}`,
    );
  }
}

function heap(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** Fills the store page by page, each of which has been JSON, and gives the mean length of an object's. */
function fill(store: InventoryStore, kind: RelatedName): number {
  let bytes = 0;
  for (let first = 0; first < OBJECTS; first += PAGE) {
    const text = JSON.stringify(Array.from({ length: PAGE }, (_, at) => makers[kind](first + at)));
    bytes += Buffer.byteLength(text);
    for (const object of JSON.parse(text) as JsonObject[]) store.putKept(kind, relatedKinds[kind].keep(object));
  }
  return bytes / OBJECTS;
}

/** Microseconds for a look at the objects of a namespace. */
function look(store: InventoryStore, kind: RelatedName): number {
  const rounds = 100_000;
  const begin = performance.now();
  for (let round = 0; round < rounds; round++) store.inventory(kind, `team-${round % 200}-production`);
  return ((performance.now() - begin) / rounds) * 1000;
}
