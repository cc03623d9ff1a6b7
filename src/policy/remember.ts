/** A cluster writes the same few hundred images and amounts over and over; when there are more, the memory starts afresh. */
const MOST = 1000;

/** Longer text is rare, and would make the memory large. In characters. */
const LONGEST = 256;

/**
 * A pure function of text, or of an object that nobody writes to, which remembers its latest answer: several policies ask the same
 * about one object before the next one comes. A WeakMap would remember more, and have each of its entries gone through by the
 * garbage collector.
 */
export function rememberLatest<Key extends object | string, T>(answer: (key: Key) => T): (key: Key) => T {
  let latest: { readonly key: Key; readonly found: T } | undefined;
  return (key) => {
    if (latest?.key !== key) latest = { key, found: answer(key) };
    return latest.found;
  };
}

/** A pure function of text that remembers its latest answers, in bounded memory. */
export function remember<T>(answer: (text: string) => T): (text: string) => T {
  const answers = new Map<string, T>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined || answers.has(text)) return known as T; // what is stored is a T, which may be undefined
    const fresh = answer(text);
    if (text.length > LONGEST) return fresh;
    if (answers.size >= MOST) answers.clear();
    answers.set(text, fresh);
    return fresh;
  };
}
