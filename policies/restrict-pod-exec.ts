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
      'that is switched off. Wildcards grant both. The ClusterRoles that the API server makes for itself are exempt.',
    category: 'governance',
    severity: 'medium',
    remedy: 'Take pods/exec and pods/attach out of the role, and grant them for the hour in which they are needed.',
    references: [
      'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
      'https://kubernetes.io/docs/reference/access-authn-authz/authorization/',
    ],
  },
  target: roles,
  settings: {},
  *check({ rules }, { previous }) {
    for (const rule of rules) {
      const verb = openers.find((one) => rule.verbs.includes(one));
      if (verb === undefined || !isAboutGroup(rule, '')) continue;
      let subject: string | undefined;
      for (const [index, resource] of rule.resources.entries()) {
        if (!entrances.has(resource)) continue;
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

/** The verbs that open a session, the plainest first. */
const openers = ['*', 'create', 'get'] as const;

/** How RBAC lets a rule name the two subresources; pods/* is no wildcard to it, and grants nothing. */
const entrances: ReadonlySet<unknown> = new Set(['*', '*/exec', '*/attach', 'pods/exec', 'pods/attach']);
