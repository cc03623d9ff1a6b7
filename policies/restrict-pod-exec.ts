import { roles } from '../src/policy/access-rule.js';
import { containerDoorsIn, opensDoor } from '../src/policy/container-door.js';
import { grantOf } from '../src/policy/grant.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';

export default definePolicy({
  meta: {
    id: 'restrict-pod-exec',
    title: 'Roles must not let anybody into running containers',
    description:
      'Whoever may exec into a pod or attach to it has its secrets, its network and its service account, and leaves no trace in ' +
      'Git.',
    details: [
      'The verb create opens a session; get opened one too, by WebSocket, before Kubernetes 1.35, and does so still where that ' +
        'is switched off.',
      'Two other doors lead there: update or patch on pods/ephemeralcontainers puts a container of the holder into a running ' +
        'pod, as kubectl debug does, and get or create on nodes/proxy in a ClusterRole asks the kubelet to open a session in ' +
        'any pod of a node.',
      'Wildcards grant them all; `pods/*` is none to RBAC.',
      'An update that opens what the role opened before, in fewer rules or in more, is a warning at most.',
      'The ClusterRoles that the API server makes for itself are exempt.',
    ],
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
  *check(role, { previous }) {
    for (const rule of role.rules) {
      let subject: string | undefined;
      for (const door of containerDoorsIn(rule, role)) {
        const { resource, index, verb } = door;
        // Once for the rule, which may be as long as the object.
        subject ??= grantOf(rule, previous);
        // To open in another way what was open before makes nothing worse.
        const wasOpen = previous !== undefined && opensDoor(previous, door);
        yield {
          path: rule.at('resources', index),
          message: message((show) => `verb ${show(verb)} on ${show(resource)} lets its holder into running containers`),
          subject,
          ...(wasOpen && { atMost: 'warn' }),
        };
      }
    }
  },
});
