/** A pure function of objects that nobody writes to, which remembers its answer about each of them for as long as it is there. */
export function rememberEach<Key extends object, T>(answer: (key: Key) => T): (key: Key) => T {
  const answers = new WeakMap<Key, T>();
  return (key) => {
    const known = answers.get(key);
    if (known !== undefined) return known;
    const fresh = answer(key);
    answers.set(key, fresh);
    return fresh;
  };
}
