/** The words that Go's strconv.ParseBool takes for true, by which most controllers read their annotations. */
const TRUE: ReadonlySet<unknown> = new Set(['1', 't', 'T', 'true', 'True', 'TRUE']);

export function isTrueInGo(value: unknown): boolean {
  return TRUE.has(value);
}
