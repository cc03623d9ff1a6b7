import { arrayAt, dig, field, isObject, objectAt, stringAt } from './json.js';
import type { Json, JsonObject } from './json.js';
import type { Pointer } from './pointer.js';
import type { Edit } from './policy.js';
import { isMet, plainRequirementsOf, requirementsOf, selects } from './selector.js';
import type { Workload } from './workload.js';

/** The label by which every namespace can be selected; nothing is known here of any other. */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** Labels that most clusters have the same of on every node: who spreads over these may have all pods on one of them. */
const ALIKE: ReadonlySet<string> = new Set([
  'beta.kubernetes.io/arch',
  'beta.kubernetes.io/os',
  'kubernetes.io/arch',
  'kubernetes.io/os',
]);

/**
 * Whether the scheduler is told to keep the pods of a workload apart: by a constraint or an anti-affinity that selects them. Where
 * their number is known, a constraint that lets all of them be in one place does not count.
 */
export function isSpread(workload: Workload, namespace: string | undefined, pods: number | undefined): boolean {
  const labels = objectAt(workload.podMetadata, 'labels');
  const constraints = arrayAt(workload.spec, 'topologySpreadConstraints').filter((one) => !isLax(one, pods));
  const terms = antiAffinityTerms(workload).filter((term) => reaches(term, namespace));
  return [...constraints, ...terms].some(
    (one) => stringAt(one, 'topologyKey') !== undefined && selects(field(one, 'labelSelector'), labels),
  );
}

/** Whether all of so many pods may be in one place, or in one that is everywhere. */
function isLax(constraint: Json, pods: number | undefined): boolean {
  return ALIKE.has(stringAt(constraint, 'topologyKey') ?? '') || isTooSkew(constraint, pods);
}

function isTooSkew(constraint: Json, pods: number | undefined): boolean {
  const skew = field(constraint, 'maxSkew');
  return typeof skew === 'number' && pods !== undefined && skew >= pods;
}

/** The terms that keep pods apart for certain, by whatever label, and those that do so where there is room. */
function antiAffinityTerms({ spec }: Workload): readonly Json[] {
  const affinity = dig(spec, 'affinity', 'podAntiAffinity');
  const preferred = arrayAt(affinity, 'preferredDuringSchedulingIgnoredDuringExecution');
  return [
    ...arrayAt(affinity, 'requiredDuringSchedulingIgnoredDuringExecution'),
    ...preferred.map((one) => field(one, 'podAffinityTerm') ?? null).filter((term) => !isLax(term, undefined)),
  ];
}

/**
 * Whether a term looks at pods of its own namespace: it does where it names none, and else where one of its two lists has it.
 * Where the namespace, or a label of it, is not known, it is taken to.
 */
function reaches(term: Json, namespace: string | undefined): boolean {
  const names = arrayAt(term, 'namespaces');
  const selector = field(term, 'namespaceSelector');
  if (names.length === 0 && selector === undefined) return true;
  if (namespace === undefined || names.includes(namespace)) return true;
  if (selector === undefined) return false;
  const requirements = requirementsOf(selector) ?? [];
  const labels = { [NAMESPACE_NAME]: namespace };
  return requirements.every((one) => one.key !== NAMESPACE_NAME || isMet(one, labels));
}

const NODE = 'kubernetes.io/hostname';
const WHEN = 'ScheduleAnyway';

/**
 * What spreads the pods of a workload over nodes, without ever keeping one from running: a constraint of its own, or what one lacks
 * that takes its place, as the API server refuses two with the same key and the same way out. Gives nothing where nobody can say by
 * which labels the pods are known.
 */
export function spreadEditsFor(workload: Workload, pods: number | undefined): readonly Edit[] {
  const matchLabels = ownLabelsOf(workload);
  const written = field(workload.spec, 'topologySpreadConstraints');
  if (matchLabels === undefined || (written !== undefined && !Array.isArray(written))) return [];
  const constraints = arrayAt(workload.spec, 'topologySpreadConstraints');
  const index = constraints.findIndex(
    (one) => field(one, 'whenUnsatisfiable') === WHEN && field(one, 'topologyKey') === NODE,
  );
  if (index >= 0) return mendingEdits(workload, index, matchLabels, pods);
  const value = { maxSkew: 1, topologyKey: NODE, whenUnsatisfiable: WHEN, labelSelector: { matchLabels } };
  return [{ op: 'set', path: workload.at('topologySpreadConstraints', '-'), value }];
}

function mendingEdits(
  { spec, podMetadata, at }: Workload,
  index: number,
  matchLabels: JsonObject,
  pods: number | undefined,
): readonly Edit[] {
  const taken = arrayAt(spec, 'topologySpreadConstraints')[index] ?? null;
  const isBlind = !selects(field(taken, 'labelSelector'), objectAt(podMetadata, 'labels'));
  // The API server refuses a label that stands in both.
  const keys = new Set<unknown>(arrayAt(taken, 'matchLabelKeys'));
  if (isBlind && Object.keys(matchLabels).some((key) => keys.has(key))) return [];
  const path = (name: string): Pointer => at('topologySpreadConstraints', index, name);
  return [
    ...(isTooSkew(taken, pods) ? [{ op: 'set', path: path('maxSkew'), value: 1 } as const] : []),
    ...(isBlind ? [{ op: 'set', path: path('labelSelector'), value: { matchLabels } } as const] : []),
  ];
}

/** The labels by which a workload knows its pods, where it can and the pods have them. */
function ownLabelsOf({ kind, object, podMetadata }: Workload): JsonObject | undefined {
  const isPlain = kind === 'ReplicationController' || kind === 'DeploymentConfig';
  const matchLabels = dig(object, 'spec', 'selector', ...(isPlain ? [] : ['matchLabels']));
  const requirements = plainRequirementsOf(matchLabels) ?? [];
  const labels = objectAt(podMetadata, 'labels');
  const isKnown = requirements.length > 0 && requirements.every((one) => isMet(one, labels));
  return isKnown && isObject(matchLabels) ? matchLabels : undefined;
}
