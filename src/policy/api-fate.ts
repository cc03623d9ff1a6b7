import { isReached, lifecycleOf } from './removed-apis.js';
import { formatVersion } from './version.js';
import type { KubernetesVersion } from './version.js';

/** What a release does with a kind that is written in an old apiVersion. */
export interface ApiFate {
  /** Refuses it; otherwise it warns about it. */
  readonly isRemoved: boolean;
  /** Whether the release serves another apiVersion of it, or what has taken its place. */
  readonly isReplaced: boolean;
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
  // What took its place may itself be gone by now.
  const isReplaced = use !== undefined && !isReached(lifecycleOf(use, kind)?.removed, version);
  const fate = isRemoved ? `was removed in Kubernetes ${formatVersion(removed)}` : `is deprecated${untilOf(removed)}`;
  return { isRemoved, isReplaced, words: isReplaced ? `${fate}; use ${use}` : fate };
}

function untilOf(removed: KubernetesVersion | undefined): string {
  return removed === undefined ? '' : ` and goes in Kubernetes ${formatVersion(removed)}`;
}
