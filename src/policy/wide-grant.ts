import { isAboutGroup, objectNamesOf, objectsOf, RBAC } from './access-rule.js';
import type { AccessRule } from './access-rule.js';
import type { Fault } from './fault.js';
import { everyVerb, isEveryVerb } from './grant.js';
import type { Show } from './quote.js';

/** What a rule grants by a wildcard, by verbs that come to one, or by a verb with which its holder becomes somebody else. */
export function* wideGrantsIn(rule: AccessRule): Iterable<Fault> {
  yield* wideVerbs(rule);
  yield* wideResources(rule);
}

/** The verbs by which their holder gets more than the rule says, and what they let it do. */
const powers: Readonly<Record<string, string>> = {
  escalate: 'write roles that grant more than it has',
  bind: 'bind roles that grant more than it has',
  impersonate: 'act as somebody else',
};

function* wideVerbs(rule: AccessRule): Iterable<Fault> {
  for (const [index, verb] of rule.verbs.entries()) {
    if (verb === undefined) continue;
    const path = rule.at('verbs', index);
    if (verb === '*') yield { path, words: (show) => `every verb is granted${on(rule, show)}` };
    else if (isPower(verb, rule)) {
      const names = objectNamesOf(rule);
      const whom = (show: Show): string => (names === '' ? '' : `: ${show(names)}`);
      yield { path, words: (show) => `verb ${show(verb)} lets its holder ${powers[verb] ?? ''}${whom(show)}` };
    }
  }
  if (isEveryVerb(rule.verbs)) {
    // At one of the verbs, as * is: whoever writes them in its place is blamed at the same place as before.
    const last = Math.max(...everyVerb.map((verb) => rule.verbs.indexOf(verb)));
    yield { path: rule.at('verbs', last), words: (show) => `${sevenVerbs} are all granted${on(rule, show)}` };
  }
}

/** In other groups bind is about no roles: whoever has it on the APIs that kcp exports may use them, and no more. */
function isPower(verb: string, rule: AccessRule): boolean {
  return Object.hasOwn(powers, verb) && (verb !== 'bind' || isAboutGroup(rule, RBAC));
}

/** What is as good as a wildcard, and yet is not every verb there is: some resources have others, such as deletecollection. */
export const sevenVerbs = everyVerb.join(', ').replace(/, (?=\w+$)/, ' and ');

/** A rule that is about nothing grants nothing, and the API server refuses it; one that names objects is about no others. */
function on(rule: AccessRule, show: Show): string {
  const [what, names] = [objectsOf(rule), objectNamesOf(rule)];
  if (what === '') return '';
  return names === '' ? ` on ${show(what)}` : ` on ${show(what)} named ${show(names)}`;
}

function* wideResources(rule: AccessRule): Iterable<Fault> {
  for (const [index, resource] of rule.resources.entries()) {
    if (resource?.includes('*') !== true) continue;
    const path = rule.at('resources', index);
    if (WILDCARD.test(resource)) {
      if (isAboutMetrics(rule)) continue;
      yield { path, words: (show) => `resource ${show(resource)} is a wildcard` };
    } else {
      yield {
        path,
        words: (show) => `resource ${show(resource)} is no wildcard to RBAC, and grants nothing`,
        remedy: 'Name each resource, and each subresource with its resource: pods, pods/log.',
      };
    }
  }
}

/** Groups whose resources are metrics, by the names that somebody gave them: there is nothing else in them, and no list to name. */
const METRICS: ReadonlySet<string | undefined> = new Set(['custom.metrics.k8s.io', 'external.metrics.k8s.io']);

function isAboutMetrics({ apiGroups }: AccessRule): boolean {
  return apiGroups.length > 0 && apiGroups.every((group) => METRICS.has(group));
}

/** The two that RBAC knows (ResourceMatches in pkg/apis/rbac/v1): every resource, and one subresource of every resource. */
const WILDCARD = /^\*(?:\/[^*]+)?$/;
