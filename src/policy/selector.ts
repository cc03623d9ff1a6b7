import { arrayAt, field, isObject, objectAt, stringAt } from './json.js';
import type { Json, JsonObject } from './json.js';
import type { Segment } from './pointer.js';
import type { Show } from './quote.js';

/** One thing that a label selector asks of labels. */
export interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values: readonly string[];
  /** Where it stands, from the selector on. */
  readonly at: readonly Segment[];
}

/**
 * What a label selector (matchLabels and matchExpressions) asks for: nothing at all when it is empty. Gives undefined for null,
 * which selects nothing, and for what the API server refuses.
 */
export function requirementsOf(selector: Json | undefined): readonly Requirement[] | undefined {
  if (!isObject(selector)) return undefined;
  const labels = field(selector, 'matchLabels') ?? {};
  const expressions = field(selector, 'matchExpressions') ?? [];
  const fromLabels = plainRequirementsOf(labels, ['matchLabels']);
  if (fromLabels === undefined || !Array.isArray(expressions)) return undefined;
  const requirements = [...fromLabels];
  for (const [index, expression] of arrayAt(selector, 'matchExpressions').entries()) {
    const requirement = readExpression(expression, ['matchExpressions', index]);
    if (requirement === undefined) return undefined;
    requirements.push(requirement);
  }
  return requirements;
}

/** What a plain map of labels asks for, as the selectors of Services and ReplicationControllers are written. */
export function plainRequirementsOf(
  labels: Json | undefined,
  at: readonly Segment[] = [],
): readonly Requirement[] | undefined {
  if (!isObject(labels)) return undefined;
  const requirements: Requirement[] = [];
  for (const key of Object.keys(labels)) {
    // A null among the labels is an empty value to the API server.
    const value = field(labels, key) ?? '';
    if (typeof value !== 'string') return undefined;
    requirements.push({ key, operator: 'In', values: [value], at: [...at, key] });
  }
  return requirements;
}

function readExpression(expression: Json, at: readonly Segment[]): Requirement | undefined {
  const key = stringAt(expression, 'key');
  const values = arrayAt(expression, 'values');
  const operator = field(expression, 'operator');
  if (key === undefined || !values.every((value) => typeof value === 'string')) return undefined;
  // The API server wants values beside the first two operators, and none beside the others.
  if (operator === 'In' || operator === 'NotIn') return values.length > 0 ? { key, operator, values, at } : undefined;
  if (operator !== 'Exists' && operator !== 'DoesNotExist') return undefined;
  return values.length === 0 ? { key, operator, values, at } : undefined;
}

/** Whether labels satisfy one requirement. As in Kubernetes, a label that is missing is not in any list, and so satisfies NotIn. */
export function isMet({ key, operator, values }: Requirement, labels: JsonObject | undefined): boolean {
  const isThere = labels !== undefined && Object.hasOwn(labels, key);
  if (operator === 'Exists') return isThere;
  if (operator === 'DoesNotExist') return !isThere;
  const value = isThere ? (labels[key] ?? '') : undefined;
  const isListed = typeof value === 'string' && values.includes(value);
  return operator === 'In' ? isListed : !isListed;
}

/** What a requirement asks of the labels, after the words `wants the label`. */
export function demandOf({ key, operator, values }: Requirement, show: Show): string {
  const [first] = values;
  if (operator === 'Exists') return show(key);
  if (operator === 'DoesNotExist') return `${show(key)} to be absent`;
  const not = operator === 'NotIn' ? 'not ' : '';
  return `${show(key)} ${not}to be ${values.length > 1 ? 'one of several' : show(first)}`;
}

/** Whether a label selector selects labels: `{}` selects all, and null or what is no selector selects none. */
export function selects(selector: Json | undefined, labels: JsonObject | undefined): boolean {
  if (lacksPlain(selector, labels)) return false;
  return requirementsOf(selector)?.every((requirement) => isMet(requirement, labels)) === true;
}

/** Whether another selector selects all that this one may, as far as the values tell that this one lists. One that asks for nothing tells nothing. */
export function isWithin(selector: Json | undefined, other: Json | undefined): boolean {
  const listed = requirementsOf(selector)?.filter(({ operator }) => operator === 'In') ?? [];
  const wanted = requirementsOf(other) ?? [];
  const isSure = (one: Requirement): boolean =>
    listed.some(({ key, values }) => key === one.key && values.every((value) => isMet(one, { [key]: value })));
  return wanted.length > 0 && wanted.every(isSure);
}

/** Of a thousand selectors nearly all fail at a plain label, for which nobody has to write down what else they ask. */
function lacksPlain(selector: Json | undefined, labels: JsonObject | undefined): boolean {
  const wanted = objectAt(selector, 'matchLabels') ?? {};
  for (const key of Object.keys(wanted)) {
    if (labels === undefined || !Object.hasOwn(labels, key) || (labels[key] ?? '') !== (wanted[key] ?? '')) return true;
  }
  return false;
}
