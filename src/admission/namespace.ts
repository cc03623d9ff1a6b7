import { didYouMean } from '../engine/nearest.js';
import { LABEL_PREFIX, optInNames } from '../engine/opt-in.js';
import { profileHint } from '../engine/profile-hint.js';
import { field, objectAt, stringAt } from '../policy/json.js';
import type { Json, JsonObject } from '../policy/json.js';
import { quote } from '../policy/quote.js';
import type { Generation } from './generation.js';
import { NAMESPACE_LABELS } from './opt-in.js';
import { allowed } from './response.js';
import type { Ruling } from './response.js';

/** More wrong labels than these are counted, not listed: a Namespace may carry thousands. */
const MOST_LISTED = 10;

/**
 * Refuses labels of ours on a Namespace that mean nothing, so that a typing error is seen at once. A label that was
 * there before is only warned about, and the configuration's ceiling holds for this as for any finding.
 */
export function judgeNamespace(object: JsonObject, old: JsonObject | undefined, generation: Generation): Ruling {
  const before = labelsOf(old);
  const problems: string[] = [];
  const inherited: string[] = [];
  for (const [key, value] of Object.entries(labelsOf(object))) {
    const problem = problemOf(key, value, generation);
    if (problem !== undefined) (field(before, key) === value ? inherited : problems).push(problem);
  }
  if (problems.length + inherited.length === 0) return allowed;
  const name = stringAt(objectAt(object, 'metadata'), 'name') ?? '';
  const { ceiling } = generation.rules;
  const denied = ceiling === 'enforce' && problems.length > 0;
  const warned = ceiling === 'audit' ? [] : [...(denied ? [] : problems), ...inherited];
  const message = `Namespace ${quote(name)} cannot be labelled like this: ${listed(problems).join('; ')}`;
  return {
    verdict: {
      allowed: !denied,
      ...(denied && { message }),
      warnings: listed(warned).map((problem) => `${NAMESPACE_LABELS}: ${problem}`),
      auditAnnotations: { [NAMESPACE_LABELS]: listed([...problems, ...inherited]).join('; ') },
    },
    findings: [],
  };
}

function labelsOf(object: JsonObject | undefined): JsonObject {
  return objectAt(objectAt(object, 'metadata'), 'labels') ?? {};
}

/** What is wrong with a label, as one line of at most 256 characters; undefined for other people's labels. */
function problemOf(key: string, value: Json | undefined, { rules }: Generation): string | undefined {
  if (!key.startsWith(LABEL_PREFIX)) return undefined;
  const known: readonly string[] = optInNames.map((name) => LABEL_PREFIX + name);
  if (!known.includes(key)) return `unknown label ${quote(key)}${didYouMean(key, known)}`;
  if (typeof value === 'string' && rules.profiles.has(value)) return undefined;
  const hint = profileHint(typeof value === 'string' ? value : '', [...rules.profiles.keys()]);
  return `label ${key} names no profile: ${quote(value ?? null)}${hint}`;
}

function listed(problems: readonly string[]): readonly string[] {
  if (problems.length <= MOST_LISTED) return problems;
  return [...problems.slice(0, MOST_LISTED), `and ${problems.length - MOST_LISTED} more`];
}
