import { arrayAt, dig, field, isObject, objectAt, stringAt } from './json.js';
import type { Json, JsonObject } from './json.js';
import { isMet, plainRequirementsOf, requirementsOf, selects } from './selector.js';
import type { Workload } from './workload.js';

/** The label by which every namespace can be selected; nothing is known here of any other. */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** Whether the scheduler is told to keep the pods of a workload apart: by a constraint or an anti-affinity that selects them. */
export function isSpread(workload: Workload, namespace: string | undefined): boolean {
  const labels = objectAt(workload.podMetadata, 'labels');
  const apart = antiAffinityTerms(workload).filter((term) => reaches(term, namespace));
  const constraints = arrayAt(workload.spec, 'topologySpreadConstraints');
  return [...constraints, ...apart].some(
    (one) => stringAt(one, 'topologyKey') !== undefined && selects(field(one, 'labelSelector'), labels),
  );
}

/** The terms that keep pods apart for certain, and those that do so where there is room. */
function antiAffinityTerms({ spec }: Workload): readonly Json[] {
  const affinity = dig(spec, 'affinity', 'podAntiAffinity');
  const preferred = arrayAt(affinity, 'preferredDuringSchedulingIgnoredDuringExecution');
  return [
    ...arrayAt(affinity, 'requiredDuringSchedulingIgnoredDuringExecution'),
    ...preferred.map((one) => field(one, 'podAffinityTerm') ?? null),
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

/** The places to spread over that a fix may name, in this order. */
const PLACES = ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'] as const;
const WHEN = 'ScheduleAnyway';

/**
 * A constraint that spreads the pods of a workload over nodes, without ever keeping one from running. Gives undefined where
 * nobody can say by which labels the pods are known, or where the API server would refuse it beside those that are there.
 */
export function spreadConstraintFor({ kind, object, spec, podMetadata }: Workload): JsonObject | undefined {
  const isPlain = kind === 'ReplicationController' || kind === 'DeploymentConfig';
  const matchLabels = dig(object, 'spec', 'selector', ...(isPlain ? [] : ['matchLabels']));
  const requirements = plainRequirementsOf(matchLabels) ?? [];
  const labels = objectAt(podMetadata, 'labels');
  const isKnown = requirements.length > 0 && requirements.every((one) => isMet(one, labels));
  const written = field(spec, 'topologySpreadConstraints');
  if (!isKnown || !isObject(matchLabels) || (written !== undefined && !Array.isArray(written))) return undefined;
  // No two constraints may have the same key and the same way out.
  const taken = arrayAt(spec, 'topologySpreadConstraints')
    .filter((one) => field(one, 'whenUnsatisfiable') === WHEN)
    .map((one) => field(one, 'topologyKey'));
  const topologyKey = PLACES.find((place) => !taken.includes(place));
  if (topologyKey === undefined) return undefined;
  return { maxSkew: 1, topologyKey, whenUnsatisfiable: WHEN, labelSelector: { matchLabels } };
}
