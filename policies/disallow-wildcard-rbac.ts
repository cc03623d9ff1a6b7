import { everyVerb, grantOf, resourcesOf, roles } from '../src/policy/access-rule.js';
import type { AccessRule } from '../src/policy/access-rule.js';
import { definePolicy } from '../src/policy/policy.js';
import type { Violation } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';

export default definePolicy({
  meta: {
    id: 'disallow-wildcard-rbac',
    title: 'Roles must name what they grant',
    description:
      'A wildcard grants what nobody thought of, and what the next release or operator brings. All of get, list, watch, create, ' +
      'update, patch and delete together are a wildcard too, in any order; escalate, bind and impersonate let their holder become ' +
      'somebody else. Wildcards in apiGroups, resourceNames and nonResourceURLs are left alone, and so are the ClusterRoles that ' +
      'the API server makes for itself, by exact name and label.',
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
  *check({ rules }, { previous }) {
    for (const rule of rules) {
      const subject = grantOf(rule, previous);
      for (const violation of [...wideVerbs(rule), ...wideResources(rule)]) yield { ...violation, subject };
    }
  },
});

const powers: Readonly<Record<string, string>> = {
  escalate: 'write roles that grant more than it has',
  bind: 'bind roles that grant more than it has',
  impersonate: 'act as somebody else',
};

function* wideVerbs(rule: AccessRule): Iterable<Violation> {
  const what = resourcesOf(rule);
  for (const [index, verb] of rule.verbs.entries()) {
    if (verb === undefined) continue;
    const path = rule.at('verbs', index);
    if (verb === '*') yield { path, message: message((show) => `every verb is granted on ${show(what)}`) };
    else if (Object.hasOwn(powers, verb)) {
      yield { path, message: message((show) => `verb ${show(verb)} lets its holder ${powers[verb] ?? ''}`) };
    }
  }
  if (!everyVerb.every((verb) => rule.verbs.includes(verb))) return;
  yield {
    path: rule.at('verbs'),
    message: message((show) => `every verb is granted on ${show(what)}, one by one`),
  };
}

function* wideResources(rule: AccessRule): Iterable<Violation> {
  for (const [index, resource] of rule.resources.entries()) {
    if (resource?.includes('*') !== true) continue;
    yield { path: rule.at('resources', index), message: message((show) => `resource ${show(resource)} is a wildcard`) };
  }
}
