/** Gathers the values of a flag that may be given again. */
export function append(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
