import { introductionOf, versionsOf } from './api-introduction.js';
import { isReached, lifecycleOf } from './removed-apis.js';
import { formatVersion } from './version.js';
import type { KubernetesVersion } from './version.js';

/** What a release does with a kind that is written in an old apiVersion. */
export interface ApiFate {
  /** Refuses it; otherwise it warns about it. */
  readonly isRemoved: boolean;
  /** What to do where the release serves nothing else in its place. */
  readonly remedy: string | undefined;
  /** The end of the sentence about it, such as `was removed in Kubernetes 1.16; use apps/v1`. */
  readonly words: string;
}

/** The fate of a kind in an apiVersion, or undefined for what the release serves as ever, and for what is not Kubernetes' own. */
export function fateOf(apiVersion: string, kind: string, version: KubernetesVersion): ApiFate | undefined {
  const lifecycle = lifecycleOf(apiVersion, kind);
  if (lifecycle === undefined) return undefined;
  const { deprecated, removed, use } = lifecycle;
  const isRemoved = isReached(removed, version);
  if (!isRemoved && !isReached(deprecated, version)) return undefined;
  const successor = use === undefined ? undefined : successorIn(version, { apiVersion, kind, use });
  const remedy = successor === undefined ? remedyWithout(kind) : undefined;
  const fate = isRemoved ? `was removed in Kubernetes ${formatVersion(removed)}` : `is deprecated${untilOf(removed)}`;
  return { isRemoved, remedy, words: successor === undefined ? fate : `${fate}; use ${successor}` };
}

interface Old {
  readonly apiVersion: string;
  readonly kind: string;
  readonly use: string;
}

/**
 * The newest that a release serves in the place of something old, as `apps/v1` or, of another kind, `apps/v1 StatefulSet`. What took
 * its place in the end may not be there yet, or may itself be gone by now; then another version may do.
 */
function successorIn(version: KubernetesVersion, { apiVersion, kind, use }: Old): string | undefined {
  const [newest = '', newKind = kind] = use.split(' ');
  if (isServed(newest, newKind, version)) return use;
  for (const its of new Set([newKind, kind])) {
    const found = versionsOf(its === newKind ? newest : apiVersion, its).find(
      (one) => !(one === apiVersion && its === kind) && isServed(one, its, version),
    );
    if (found !== undefined) return its === kind ? found : `${found} ${its}`;
  }
  return undefined;
}

function isServed(apiVersion: string, kind: string, version: KubernetesVersion): boolean {
  const since = introductionOf(apiVersion, kind);
  if (since !== undefined && !isReached(since, version)) return false;
  return !isReached(lifecycleOf(apiVersion, kind)?.removed, version);
}

const DEVICES = 'Do without it: a ResourceClaim says itself what it asks of its devices.';

/** What has taken the place of some that have no successor among the kinds. */
const OTHERWISE: Readonly<Record<string, string>> = {
  PodSecurityPolicy:
    'Label the namespaces with pod-security.kubernetes.io/enforce: Pod Security Admission has taken its place.',
  ExternalAdmissionHookConfiguration: 'Write a ValidatingWebhookConfiguration in its place.',
  InitializerConfiguration: 'Write a MutatingWebhookConfiguration in its place.',
  ResourceClaimParameters: DEVICES,
  ResourceClassParameters: DEVICES,
  ThirdPartyResource: 'Write a CustomResourceDefinition in its place.',
};

function remedyWithout(kind: string): string {
  return (
    (Object.hasOwn(OTHERWISE, kind) ? OTHERWISE[kind] : undefined) ?? 'Do without it: nothing has taken its place.'
  );
}

function untilOf(removed: KubernetesVersion | undefined): string {
  return removed === undefined ? '' : ` and goes in Kubernetes ${formatVersion(removed)}`;
}
