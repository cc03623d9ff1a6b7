/** So many at once, and the rest in the next turn: whoever came first is not kept waiting for everybody else. */
const MOST_AT_ONCE = 32;

/**
 * Collects what comes in during one turn of the event loop, and does the same with all of it at its end. Reading,
 * judging and answering each have the processor's caches to themselves then, and who waits for the answers is woken
 * once and not for each (docs/adr/0017-one-thing-at-a-time.md). What `work` does with an item must not throw.
 */
export function inTurns<Item>(work: (item: Item) => void): (item: Item) => void {
  let waiting: Item[] = [];
  const run = (): void => {
    const batch = waiting.length <= MOST_AT_ONCE ? waiting : waiting.slice(0, MOST_AT_ONCE);
    waiting = waiting.slice(batch.length);
    if (waiting.length > 0) setImmediate(run);
    for (const item of batch) work(item);
  };
  return (item) => {
    if (waiting.push(item) === 1) setImmediate(run);
  };
}

/** Does the work of an item when that of the item before is over, whatever it waited for. `work` must not reject. */
export function oneByOne<Item>(work: (item: Item) => Promise<void>): (item: Item) => void {
  let last = Promise.resolve();
  return (item) => {
    last = last.then(() => work(item));
  };
}
