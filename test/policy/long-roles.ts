/** So many names that begin alike. */
export const names = (count: number, prefix: string): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);

/** How many groups and resources the rules of roles have that people write, and those of operators. */
export const ordinarySizes: readonly (readonly [groups: number, resources: number])[] = [
  [5, 21],
  [6, 13],
  [9, 8],
  [9, 10],
  [22, 22],
];
