/** The index of the first item that has an offset or one behind it, of items in the order of their offsets; their number if none has. */
export function firstFrom<T>(offset: number, items: readonly T[], offsetOf: (item: T) => number): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && offsetOf(item) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
