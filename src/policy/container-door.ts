import { isAboutGroup } from './access-rule.js';
import type { AccessRule, Role } from './access-rule.js';
import { bitsOf, holdsCoreVerbs } from './held-verbs.js';

/** The verbs that open a session, and those that add a container. */
const asking = ['*', 'create', 'get'] as const;
const adding = ['*', 'update', 'patch'] as const;

/** All of them, the plainest first. */
const openers = [...asking, 'update', 'patch'] as const;

type Verbs = readonly (typeof openers)[number][];

/** How RBAC lets a rule name the subresources, and by which verbs each lets somebody in; pods/* is no wildcard, and grants nothing. */
const doors: ReadonlyMap<unknown, Verbs> = new Map<unknown, Verbs>([
  ['*', openers],
  ['*/exec', asking],
  ['*/attach', asking],
  ['*/ephemeralcontainers', adding],
  ['pods/exec', asking],
  ['pods/attach', asking],
  ['pods/ephemeralcontainers', adding],
]);

/** Nodes belong to no namespace: a Role that names them grants nothing. Whoever has this may ask the kubelet for sessions in all its pods. */
const doorsOfNodes: ReadonlyMap<unknown, Verbs> = new Map<unknown, Verbs>([
  ['*/proxy', asking],
  ['nodes/proxy', asking],
]);

/** A resource of a rule that lets somebody into running containers. */
export interface ContainerDoor {
  readonly resource: string;
  /** Its place in the list of the rule. */
  readonly index: number;
  /** The plainest verb of the rule that opens it. */
  readonly verb: string;
  /** All verbs that open it and that the rule has; by * it has them all. */
  readonly openedBy: readonly string[];
}

/** The doors that a rule opens. */
export function* containerDoorsIn(rule: AccessRule, { isClusterRole }: Role): Iterable<ContainerDoor> {
  const held = openers.filter((one) => rule.verbs.includes(one));
  if (held.length === 0 || !isAboutGroup(rule, '')) return;
  for (const [index, resource] of rule.resources.entries()) {
    const openedBy = verbsThrough(resource, isClusterRole).filter((one) => held.includes(one) || held.includes('*'));
    const verb = held.find((one) => openedBy.includes(one));
    if (resource !== undefined && verb !== undefined) yield { resource, index, verb, openedBy };
  }
}

function verbsThrough(resource: unknown, isClusterRole: boolean): Verbs {
  return doors.get(resource) ?? (isClusterRole ? doorsOfNodes.get(resource) : undefined) ?? [];
}

/** Whether a role lets its holder in there as well, by whichever of its rules. */
export function opensDoor(role: Role, { resource, openedBy }: ContainerDoor): boolean {
  // By its name * is more than the verbs that open a door, and at a door no more than those.
  return holdsCoreVerbs(role, resource, bitsOf(openedBy.filter((one) => one !== '*')));
}
