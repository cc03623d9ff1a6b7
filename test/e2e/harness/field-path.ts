type Step = string | number;

/** Reads `spec.containers[0].resources` into its steps. */
export function stepsOf(path: string): readonly Step[] {
  return [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index));
}

/** A copy of a value in which the field at a path is set; what is missing on the way there is made. */
export function withField(value: unknown, steps: readonly Step[], wanted: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return wanted;
  if (typeof step === 'number') {
    const items: unknown[] = Array.isArray(value) ? [...(value as unknown[])] : [];
    items[step] = withField(items[step], rest, wanted);
    return items;
  }
  const fields = (value ?? {}) as Record<string, unknown>;
  return { ...fields, [step]: withField(fields[step], rest, wanted) };
}
