import { roles } from '../src/policy/access-rule.js';
import { grantOf } from '../src/policy/grant.js';
import { holdsAllOf } from '../src/policy/held-verbs.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { identityOf, namesIn, partsOf, splitGrants } from '../src/policy/split-grant.js';
import { sevenVerbs, wideGrantsIn } from '../src/policy/wide-grant.js';

export default definePolicy({
  meta: {
    id: 'disallow-wildcard-rbac',
    title: 'Roles must name what they grant',
    description:
      'A wildcard grants what nobody thought of, and what the next release or operator brings. All of get, list, watch, create, ' +
      'update, patch and delete together are a wildcard too, in any order and in one rule or several; escalate, bind and ' +
      'impersonate let their holder become somebody else, bind in the group of roles alone.',
    details: [
      'An update that grants what the role granted before, in fewer rules or in more, is a warning at most; what counts as new ' +
        'is one rule made of several about objects by their names, or about paths of the server.',
      'RBAC knows `*` and `*/log` as wildcards; any other, such as `pods/*`, is a mistake that grants nothing.',
      'Wildcards in apiGroups, resourceNames and nonResourceURLs are left alone, as is one for all metrics of ' +
        'custom.metrics.k8s.io and external.metrics.k8s.io, and so are the ClusterRoles that the API server makes for itself, ' +
        'by exact name and label.',
    ],
    category: 'governance',
    severity: 'high',
    remedy: 'Name the verbs and the resources that are needed, and no others.',
    references: [
      'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
      'https://kubernetes.io/docs/reference/access-authn-authz/rbac/',
    ],
  },
  target: roles,
  settings: {},
  *check(role, { previous }) {
    for (const rule of role.rules) {
      const faults = [...wideGrantsIn(rule)];
      if (faults.length === 0) continue;
      const subject = grantOf(rule, previous);
      const cap = capOf(previous !== undefined && holdsAllOf(previous, role, rule));
      for (const { path, words, remedy } of faults) {
        yield { path, message: message(words), ...(remedy !== undefined && { remedy }), ...cap, subject };
      }
    }
    for (const part of partsOf(splitGrants(role), previous)) {
      const names = namesIn(part);
      const where = part.size === 1 ? '' : ` in ${part.size} groups`;
      const text = message((show) => `${sevenVerbs} are all granted on ${show(names)}${where}, by several rules`);
      yield { path: part.path, message: text, subject: identityOf(part), ...capOf(part.wasHeld) };
    }
  },
});

/** What was granted before is not made worse by writing it in more rules or in fewer. */
function capOf(wasHeld: boolean): { readonly atMost?: 'warn' } {
  return wasHeld ? { atMost: 'warn' } : {};
}
