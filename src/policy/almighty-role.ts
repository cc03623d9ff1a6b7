import type { Around } from './around.js';
import { grantsEverything } from './grant.js';
import { objectNamed } from './named-object.js';
import type { Show } from './quote.js';
import type { RoleBinding } from './role-binding.js';

const ALL = 'cluster-admin';

/**
 * The name for a message of the role that a binding grants, where it grants everything: cluster-admin, or a role that is seen to be
 * its equal. Undefined for every other, and for one that cannot be seen.
 */
export function almightyRole(
  { roleKind, roleName }: RoleBinding,
  { facts, namespace }: Around,
): ((show: Show) => string) | undefined {
  const isNamespaced = roleKind === 'Role';
  if (roleName === undefined) return undefined;
  if (roleName === ALL && !isNamespaced) return () => ALL;
  const found = isNamespaced ? facts.inventory('Role', namespace) : facts.inventory('ClusterRole', undefined);
  if (!found.known) return undefined;
  const role = objectNamed(roleName, found.value);
  if (role === undefined || !grantsEverything(role)) return undefined;
  return (show) => `${isNamespaced ? 'Role' : 'ClusterRole'} ${show(roleName)}, the equal of ${ALL}`;
}
