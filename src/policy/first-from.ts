/** The index of the first item that stands at a place or behind it, of items in the order of their places; their number if none does. */
export function firstFrom<T, P extends number | string>(
  place: P,
  items: readonly T[],
  placeOf: (item: T) => P,
): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && placeOf(item) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}
