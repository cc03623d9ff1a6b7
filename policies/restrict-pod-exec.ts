import { isAboutGroup, roles } from '../src/policy/access-rule.js';
import type { Role } from '../src/policy/access-rule.js';
import { grantOf } from '../src/policy/grant.js';
import { bitsOf, holdsCoreVerbs } from '../src/policy/held-verbs.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';

export default definePolicy({
  meta: {
    id: 'restrict-pod-exec',
    title: 'Roles must not let anybody into running containers',
    description:
      'Whoever may exec into a pod or attach to it has its secrets, its network and its service account, and leaves no trace in ' +
      'Git. The verb create opens a session; get opened one too, by WebSocket, before Kubernetes 1.35, and does so still where ' +
      'that is switched off. Two other doors lead there: update or patch on pods/ephemeralcontainers puts a container of the holder ' +
      'into a running pod, as kubectl debug does, and get or create on nodes/proxy in a ClusterRole asks the kubelet to open a ' +
      'session in any pod of a node. Wildcards grant them all; pods/* is none to RBAC. An update ' +
      'that opens what the role opened before, in fewer rules or in more, is a warning at most. The ClusterRoles that the API ' +
      'server makes for itself are exempt.',
    category: 'governance',
    severity: 'medium',
    remedy:
      'Take pods/exec, pods/attach, pods/ephemeralcontainers and nodes/proxy out of the role, and grant them for the hour in which ' +
      'they are needed.',
    references: [
      'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
      'https://kubernetes.io/docs/reference/access-authn-authz/authorization/',
    ],
  },
  target: roles,
  settings: {},
  *check({ isClusterRole, rules }, { previous }) {
    for (const rule of rules) {
      const held = openers.filter((one) => rule.verbs.includes(one));
      if (held.length === 0 || !isAboutGroup(rule, '')) continue;
      let subject: string | undefined;
      for (const [index, resource] of rule.resources.entries()) {
        const through = verbsThrough(resource, isClusterRole).filter((one) => held.includes(one) || held.includes('*'));
        const verb = held.find((one) => through.includes(one));
        if (resource === undefined || verb === undefined) continue;
        // Once for the rule, which may be as long as the object.
        subject ??= grantOf(rule, previous);
        yield {
          path: rule.at('resources', index),
          message: message((show) => `verb ${show(verb)} on ${show(resource)} lets its holder into running containers`),
          subject,
          ...(wasOpen(previous, resource, through) && { atMost: 'warn' }),
        };
      }
    }
  },
});

/** Whether a role let its holder in there before, by whichever of its rules: to write them in another way makes nothing worse. */
function wasOpen(previous: Role | undefined, resource: string, through: Verbs): boolean {
  // By its name * is more than the verbs that open a door, and at a door no more than those.
  const verbs = bitsOf(through.filter((one) => one !== '*'));
  return previous !== undefined && holdsCoreVerbs(previous, resource, verbs);
}

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

function verbsThrough(resource: unknown, isClusterRole: boolean): Verbs {
  return doors.get(resource) ?? (isClusterRole ? doorsOfNodes.get(resource) : undefined) ?? [];
}
