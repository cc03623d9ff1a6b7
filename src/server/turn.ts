/** So many at once, and the rest after their answers: whoever came first is not kept waiting for everybody else. */
const MOST_AT_ONCE = 32;

/** What items weigh, and how much of it is done at once. */
export interface Load<Item> {
  readonly weightOf: (item: Item) => number;
  readonly most: number;
}

/**
 * Collects what comes in during one turn of the event loop, and does the same with all of it at its end. Reading,
 * judging and answering each have the processor's caches to themselves then, and who waits for the answers is woken
 * once and not for each (docs/adr/0017-one-thing-at-a-time.md). What `work` does with an item must not throw.
 * A heavy item ends what is done at once, so that it delays few answers beside its own.
 */
export function inTurns<Item>(work: (item: Item) => void, load?: Load<Item>): (item: Item) => void {
  let waiting: Item[] = [];
  const run = (): void => {
    const count = countAtOnce(waiting, load);
    const batch = waiting.length === count ? waiting : waiting.slice(0, count);
    waiting = waiting.slice(count);
    if (waiting.length > 0) afterAnswers(run);
    for (const item of batch) work(item);
  };
  return (item) => {
    if (waiting.push(item) === 1) setImmediate(run);
  };
}

/** As many as there are, as many as there may be, or as many as are needed for the weight. */
function countAtOnce<Item>(items: readonly Item[], load: Load<Item> | undefined): number {
  const most = Math.min(items.length, MOST_AT_ONCE);
  if (load === undefined) return most;
  let weight = 0;
  const heavy = items.slice(0, most).findIndex((item) => (weight += load.weightOf(item)) >= load.most);
  return heavy === -1 ? most : heavy + 1;
}

/** In the turn after the next, at whose end goes out what this one has made ready. */
function afterAnswers(run: () => void): void {
  setImmediate(() => setImmediate(run));
}

/**
 * Begins the work of an item when what is under way leaves room for its weight, in the order they came and each in a turn of its
 * own: what waits for nothing is over before the next begins. An item that weighs more than there is room for has it alone.
 * `work` must not reject.
 */
export function byWeight<Item>(
  work: (item: Item) => Promise<void>,
  { weightOf, most }: Load<Item>,
): (item: Item) => void {
  const waiting: Item[] = [];
  let underWay = 0;
  let isScheduled = false;
  const schedule = (): void => {
    if (isScheduled || waiting.length === 0) return;
    isScheduled = true;
    afterAnswers(run);
  };
  const run = (): void => {
    isScheduled = false;
    const [next] = waiting;
    if (next === undefined) return;
    const weight = weightOf(next);
    if (underWay > 0 && underWay + weight > most) return;
    waiting.shift();
    underWay += weight;
    void work(next).then(() => {
      underWay -= weight;
      schedule();
    });
    schedule();
  };
  return (item) => {
    waiting.push(item);
    schedule();
  };
}
