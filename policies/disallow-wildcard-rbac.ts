import { objectsOf, roles } from '../src/policy/access-rule.js';
import type { AccessRule, Role } from '../src/policy/access-rule.js';
import { everyVerb, grantOf, isEveryVerb } from '../src/policy/grant.js';
import { holdsAllOf, holdsEveryVerb } from '../src/policy/held-verbs.js';
import { definePolicy } from '../src/policy/policy.js';
import type { Violation } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import type { Show } from '../src/policy/quote.js';
import { identityOf, namesIn, splitGrants } from '../src/policy/split-grant.js';
import type { SplitGrant } from '../src/policy/split-grant.js';

export default definePolicy({
  meta: {
    id: 'disallow-wildcard-rbac',
    title: 'Roles must name what they grant',
    description:
      'A wildcard grants what nobody thought of, and what the next release or operator brings. All of get, list, watch, create, ' +
      'update, patch and delete together are a wildcard too, in any order and in one rule or several; escalate, bind and impersonate ' +
      'let their holder become somebody else. An update that grants what the role granted before, in fewer rules or in more, is a ' +
      'warning at most; what counts as new is one rule made of several about objects by their names, or about paths of the server. ' +
      'RBAC knows * and */log as wildcards; any other, such as pods/*, is a mistake that grants nothing. Wildcards in apiGroups, ' +
      'resourceNames and nonResourceURLs are left alone, and so are the ClusterRoles that the API server makes for itself, by exact ' +
      'name and label.',
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
      const violations = [...wideVerbs(rule), ...wideResources(rule)];
      if (violations.length === 0) continue;
      const subject = grantOf(rule, previous);
      const cap = capOf(previous !== undefined && holdsAllOf(previous, role, rule));
      for (const violation of violations) yield { ...violation, ...cap, subject };
    }
    for (const grant of splitGrants(role)) yield* splitVerbs(grant, previous);
  },
});

/** What was held before is told apart from what is new, which may be refused. */
function* splitVerbs(grant: SplitGrant, previous: Role | undefined): Iterable<Violation> {
  const { rule, group, size } = grant;
  const where = size === 1 ? '' : ` in ${size} groups`;
  for (const wasHeld of [false, true]) {
    const places = grant.places.filter(([, one]) => holdsBefore(previous, group, one) === wasHeld);
    const [first] = places;
    if (first === undefined) continue;
    const [index] = first;
    const part = { ...grant, places };
    const names = namesIn(part);
    yield {
      path: rule.at('resources', index),
      message: message((show) => `${seven} are all granted on ${show(names)}${where}, by several rules`),
      subject: identityOf(part),
      ...capOf(wasHeld),
    };
  }
}

function holdsBefore(previous: Role | undefined, group: string, resource: string): boolean {
  return previous !== undefined && holdsEveryVerb(previous, group, resource);
}

/** What was granted before is not made worse by writing it in more rules or in fewer. */
function capOf(wasHeld: boolean): { readonly atMost?: 'warn' } {
  return wasHeld ? { atMost: 'warn' } : {};
}

const powers: Readonly<Record<string, string>> = {
  escalate: 'write roles that grant more than it has',
  bind: 'bind roles that grant more than it has',
  impersonate: 'act as somebody else',
};

function* wideVerbs(rule: AccessRule): Iterable<Violation> {
  for (const [index, verb] of rule.verbs.entries()) {
    if (verb === undefined) continue;
    const path = rule.at('verbs', index);
    if (verb === '*') yield { path, message: message((show) => `every verb is granted${on(rule, show)}`) };
    else if (Object.hasOwn(powers, verb)) {
      yield { path, message: message((show) => `verb ${show(verb)} lets its holder ${powers[verb] ?? ''}`) };
    }
  }
  if (isEveryVerb(rule.verbs)) {
    // At one of the verbs, as * is: whoever writes them in its place is blamed at the same place as before.
    const last = Math.max(...everyVerb.map((verb) => rule.verbs.indexOf(verb)));
    yield { path: rule.at('verbs', last), message: message((show) => `${seven} are all granted${on(rule, show)}`) };
  }
}

/** What is as good as a wildcard, and yet is not every verb there is: some resources have others, such as deletecollection. */
const seven = everyVerb.join(', ').replace(/, (?=\w+$)/, ' and ');

/** A rule that is about nothing grants nothing, and the API server refuses it. */
function on(rule: AccessRule, show: Show): string {
  const what = objectsOf(rule);
  return what === '' ? '' : ` on ${show(what)}`;
}

function* wideResources(rule: AccessRule): Iterable<Violation> {
  for (const [index, resource] of rule.resources.entries()) {
    if (resource?.includes('*') !== true) continue;
    const path = rule.at('resources', index);
    if (WILDCARD.test(resource)) {
      yield { path, message: message((show) => `resource ${show(resource)} is a wildcard`) };
    } else {
      yield {
        path,
        message: message((show) => `resource ${show(resource)} is no wildcard to RBAC, and grants nothing`),
        remedy: 'Name each resource, and each subresource with its resource: pods, pods/log.',
      };
    }
  }
}

/** The two that RBAC knows (ResourceMatches in pkg/apis/rbac/v1): every resource, and one subresource of every resource. */
const WILDCARD = /^\*(?:\/[^*]+)?$/;
