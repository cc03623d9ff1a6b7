/**
 * What a person has to see to after the fixes of a policy, by its id. Nothing in a manifest says how its program runs, and once a
 * fix is made no finding is left to remind anybody.
 */
export const caveats: Readonly<Record<string, string>> = {
  'require-dropped-capabilities': 'try it: a program that needs a capability fails without it',
  'require-non-root': 'try it: the image must start as another user than root',
  'require-read-only-root-filesystem': 'try it: where the program writes, mount an emptyDir',
  'require-resources': 'the amounts written are defaults: compare them with what the container uses',
};

/** One line for each of the policies that has a caveat, in the order of their ids. */
export function caveatsOf(policies: readonly string[]): readonly string[] {
  const known = Object.entries(caveats).filter(([id]) => policies.includes(id));
  return known.map(([id, caveat]) => `${id}: ${caveat}`);
}
