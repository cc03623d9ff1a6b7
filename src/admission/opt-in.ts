import { FALLBACK_PROFILE, LABEL_PREFIX, resolveOptIn } from '../engine/opt-in.js';
import type { OptIn } from '../engine/scope.js';
import { quote } from '../policy/quote.js';
import { before } from './deadline.js';
import type { Times } from './deadline.js';
import { AdmissionError } from './error.js';
import type { Generation } from './generation.js';
import type { ReviewRequest } from './review.js';

/** What begins every warning about a Namespace's labels, as a policy's id begins those about its findings. */
export const NAMESPACE_LABELS = 'namespace-labels';

type Labels = Readonly<Record<string, string>>;

/** What the cluster's Namespaces say in their labels. */
export interface NamespaceLabels {
  /** The labels as far as they are known, or undefined for a namespace that is not. */
  readonly labelsOf: (namespace: string) => Labels | undefined;
  /** The labels as they are now. Rejects when they cannot be read. */
  readonly readLive: (namespace: string) => Promise<Labels>;
}

/** What holds in a namespace, and what is to be said about its labels. */
export interface Opted {
  readonly optIn: OptIn;
  readonly notes: readonly string[];
}

/** Without a cluster every namespace is as if it had been opted in with one profile. */
export function everyNamespace(profile: string): NamespaceLabels {
  const labels: Labels = Object.freeze({ [`${LABEL_PREFIX}enforce`]: profile, [`${LABEL_PREFIX}inject`]: profile });
  return { labelsOf: () => labels, readLive: () => Promise.resolve(labels) };
}

/**
 * Finds out what holds in a namespace. The API server asks only about namespaces that have one of the relevant labels,
 * so one that is not known to have any is read live. Rejects with an AdmissionError when that fails.
 */
export function findOptIn(
  namespaces: NamespaceLabels,
  { namespace }: ReviewRequest,
  relevant: readonly (keyof OptIn)[],
  { generation, times }: { readonly generation: Generation; readonly times: Times },
): Opted | Promise<Opted> {
  const known = namespaces.labelsOf(namespace ?? '');
  if (known !== undefined && has(known, relevant)) return resolveOnce(known, generation);
  if (namespace === undefined) throw new AdmissionError('invalid', 'request.namespace is missing');
  return readLive(namespaces, namespace, times).then((labels) => resolve(labels, generation));
}

async function readLive(namespaces: NamespaceLabels, namespace: string, { now, deadline }: Times): Promise<Labels> {
  try {
    return await before(deadline, now, namespaces.readLive(namespace));
  } catch (error) {
    const message = `the labels of namespace ${quote(namespace)} could not be read`;
    throw new AdmissionError('unavailable', message, { cause: error });
  }
}

/** What labels mean under a generation. Most reviews come in from namespaces whose labels do not change. */
const resolved = new WeakMap<Generation, WeakMap<Labels, Opted>>();

function resolveOnce(labels: Labels, generation: Generation): Opted {
  let ofGeneration = resolved.get(generation);
  if (ofGeneration === undefined) resolved.set(generation, (ofGeneration = new WeakMap()));
  let opted = ofGeneration.get(labels);
  if (opted === undefined) ofGeneration.set(labels, (opted = resolve(labels, generation)));
  return opted;
}

/** Labels that name no profile count as the fallback, and a note says so. */
function resolve(labels: Labels, { rules }: Generation): Opted {
  const { optIn, unknown } = resolveOptIn(labels, rules.profiles);
  const notes = unknown.map(
    ({ label, value }) =>
      `${NAMESPACE_LABELS}: the namespace's label ${LABEL_PREFIX}${label} names no profile (${quote(value)}); ${FALLBACK_PROFILE} holds`,
  );
  return { optIn, notes };
}

function has(labels: Labels, names: readonly (keyof OptIn)[]): boolean {
  return names.some((name) => Object.hasOwn(labels, LABEL_PREFIX + name));
}
