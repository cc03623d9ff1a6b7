import { isAboutGroup, roles } from '../src/policy/access-rule.js';
import { grantOf } from '../src/policy/grant.js';
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
      'session in any pod of a node. Wildcards grant them all; pods/* is none to RBAC. The ClusterRoles ' +
      'that the API server makes for itself are exempt.',
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
        const verb = held.find((one) => verbsThrough(resource, isClusterRole).includes(one));
        if (verb === undefined) continue;
        // Once for the rule, which may be as long as the object.
        subject ??= grantOf(rule, previous);
        yield {
          path: rule.at('resources', index),
          message: message((show) => `verb ${show(verb)} on ${show(resource)} lets its holder into running containers`),
          subject,
        };
      }
    }
  },
});

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
