import { isText, setOf } from './access-rule.js';
import type { AccessRule, Role, Texts } from './access-rule.js';
import { arrayAt } from './json.js';
import type { Json, JsonObject } from './json.js';
import { rememberEach } from './remember-each.js';
import { areWithin } from './url-prefix.js';

/** Every verb that changes or reads a resource: whoever has them all has as much as by *. */
export const everyVerb: readonly string[] = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];

/** Whether verbs are all of these, each by its name and in any order. */
export function isEveryVerb(verbs: readonly unknown[]): boolean {
  return everyVerb.every((verb) => verbs.includes(verb));
}

/**
 * Whether the rules of a role make it the equal of cluster-admin: every verb on every resource of every group, by one of them or by
 * several together. Reads them as they are written, for roles are many and few of them are looked at more closely.
 */
export function grantsEverything(role: JsonObject): boolean {
  const verbs = arrayAt(role, 'rules')
    .filter(isAboutEverything)
    .flatMap((rule) => arrayAt(rule, 'verbs'));
  return verbs.includes('*') || isEveryVerb(verbs);
}

function isAboutEverything(rule: Json): boolean {
  const isWild = arrayAt(rule, 'apiGroups').includes('*') && arrayAt(rule, 'resources').includes('*');
  return isWild && arrayAt(rule, 'resourceNames').length === 0;
}

const parts = ['apiGroups', 'resources', 'verbs', 'resourceNames', 'nonResourceURLs'] as const;

/** A role with more rules than nearly any is compared so far: an update of thousands must not be compared with each of thousands. */
const MOST_COMPARED = 100;

/**
 * What tells one rule's grant from another's, wherever it stands. A rule that grants no more than one of the role's previous
 * rules did is that one still: to take something away from a bad rule makes nothing worse.
 */
export function grantOf(rule: AccessRule, previous: Role | undefined): string {
  return textOf(previous?.rules.slice(0, MOST_COMPARED).find((before) => covers(before, rule)) ?? rule);
}

/** A long rule may have been split into thousands, each of which it covers: what it grants is written down once. */
const textOf = rememberEach((rule: AccessRule) =>
  JSON.stringify(parts.map((part) => rule[part].filter(isText).sort())),
);

/** Whether one rule grants all that another does. */
function covers(before: AccessRule, now: AccessRule): boolean {
  return parts.every((part) => comparisonOf(part)(before[part], now[part]));
}

function comparisonOf(part: (typeof parts)[number]): (before: Texts, now: Texts) => boolean {
  if (part === 'resourceNames') return hasNames;
  return part === 'nonResourceURLs' ? (before, now) => areWithin(now, before) : includesAll;
}

/** No names of objects are all objects, and * is a name as any other. */
function hasNames(before: Texts, now: Texts): boolean {
  if (before.length === 0) return true;
  return now.length > 0 && isWithin(now, before);
}

function includesAll(before: Texts, now: Texts): boolean {
  return setOf(before).has('*') || isWithin(now, before);
}

function isWithin(some: Texts, all: Texts): boolean {
  const known = setOf(all);
  return some.every((one) => known.has(one));
}
