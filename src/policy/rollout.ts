import { dig, field, stringAt } from './json.js';
import type { Json } from './json.js';
import { percentageOf, shareOf } from './share.js';
import { isAtLeast } from './version.js';
import type { KubernetesVersion } from './version.js';
import type { Workload } from './workload.js';

/** How a workload replaces its pods when its template changes. */
export interface Rollout {
  readonly kind: string;
  /** The field of the spec that says it. */
  readonly field: 'strategy' | 'updateStrategy';
  /** The kind of roll-out, RollingUpdate where none is named. OpenShift's Rolling counts as that. */
  readonly type: string;
  /** What the kind itself calls a rolling update. */
  readonly rolling: 'RollingUpdate' | 'Rolling';
  /** Where maxUnavailable is, under the field. */
  readonly parameters: 'rollingUpdate' | 'rollingParams';
  readonly maxUnavailable: Json | undefined;
  readonly maxSurge: Json | undefined;
}

/** The kinds that replace their pods by themselves, and the field in which they say how. */
const fields: Readonly<Record<string, Rollout['field']>> = {
  Deployment: 'strategy',
  DeploymentConfig: 'strategy',
  DaemonSet: 'updateStrategy',
  StatefulSet: 'updateStrategy',
};

export function rolloutOf({ kind, object }: Workload, version: KubernetesVersion): Rollout | undefined {
  const name = Object.hasOwn(fields, kind) ? fields[kind] : undefined;
  if (name === undefined) return undefined;
  const isOpenShift = kind === 'DeploymentConfig';
  const parameters = isOpenShift ? 'rollingParams' : 'rollingUpdate';
  const type = dig(object, 'spec', name, 'type') ?? '';
  const named = stringAt({ type }, 'type') ?? (type === '' ? 'RollingUpdate' : '');
  const bounds = dig(object, 'spec', name, parameters);
  return {
    kind,
    field: name,
    type: isOpenShift && named === 'Rolling' ? 'RollingUpdate' : named,
    rolling: isOpenShift ? 'Rolling' : 'RollingUpdate',
    parameters,
    maxUnavailable: keptBound(bounds, kind, version),
    maxSurge: field(bounds, 'maxSurge'),
  };
}

/** The API server drops the bound of a StatefulSet before Kubernetes 1.37, unless it is told not to. */
function keptBound(bounds: Json | undefined, kind: string, version: KubernetesVersion): Json | undefined {
  return kind === 'StatefulSet' && !isAtLeast(version, 37) ? undefined : field(bounds, 'maxUnavailable');
}

/** What a Deployment's API fills in for both of its bounds. */
const QUARTER = '25%';

/** Whether a rolling update of so many pods may leave not one of them available; false where nobody can say. */
export function mayLeaveNone(rollout: Rollout, replicas: number): boolean {
  const { kind, maxUnavailable } = rollout;
  if (kind === 'DaemonSet') return (percentageOf(maxUnavailable) ?? 0) >= 100;
  if (replicas < 1) return false;
  if (kind !== 'StatefulSet') return unavailableOf(rollout, replicas) >= replicas;
  // It has no surge, so that a single pod is always away for a while: its controller makes at least one of any share.
  return replicas > 1 && (shareOf(maxUnavailable, replicas, Math.floor) ?? 0) >= replicas;
}

/** Whether both bounds of a Deployment are none as they are written: the API server refuses that, as nothing could be replaced. */
export function isStuck({ field: name, maxUnavailable, maxSurge }: Rollout): boolean {
  return name === 'strategy' && [maxUnavailable, maxSurge].every((bound) => bound === 0 || percentageOf(bound) === 0);
}

/** More pods than anybody runs: what takes all of these away does so whatever the number. */
const MANY = 1_000_000;

/** Whether a rolling update of any number of pods may leave not one of them available. */
export function leavesNoneOfMany(rollout: Rollout): boolean {
  return mayLeaveNone(rollout, MANY);
}

/** The bound that lets a rolling update take everything away: the one that is written, as a surge of 0 has one pod taken away. */
export function emptyingBound({ maxUnavailable, maxSurge }: Rollout): readonly [name: string, value: Json | undefined] {
  return maxUnavailable === undefined ? ['maxSurge', maxSurge] : ['maxUnavailable', maxUnavailable];
}

/** How many pods of a Deployment may be away at once. */
function unavailableOf({ maxUnavailable, maxSurge }: Rollout, replicas: number): number {
  const unavailable = shareOf(maxUnavailable ?? QUARTER, replicas, Math.floor) ?? 0;
  const surge = shareOf(maxSurge ?? QUARTER, replicas, Math.ceil);
  // The deployment controller takes one pod away when both come to nothing: otherwise it could not move.
  return Math.max(unavailable, surge === 0 ? 1 : 0);
}

/**
 * What makes a rolling update leave a pod available, of as many as there are. Every number named here is one that the API server
 * takes beside those that are written: a DaemonSet has either bound, never both, and a Deployment at least one.
 */
export function remedyFor({ kind, maxUnavailable, maxSurge }: Rollout, replicas: number): string {
  if (kind === 'DaemonSet') return remedyForDaemons(maxSurge);
  if (replicas > 1) return `Set maxUnavailable to 1${replicas > 2 ? `, or to ${replicas - 1} at most` : ''}.`;
  if (shareOf(maxSurge ?? QUARTER, 1, Math.ceil) !== 0) return 'Set maxUnavailable to 0.';
  return `Set maxSurge to 1${maxUnavailable === undefined ? '' : ', and maxUnavailable to 0'}.`;
}

/** Of a DaemonSet's pods nobody knows the number: any share of them that is none is as good as another. */
function remedyForDaemons(maxSurge: Json | undefined): string {
  return (shareOf(maxSurge, 1, Math.ceil) ?? 0) === 0
    ? 'Set maxUnavailable to a share below 100 %, or to 0 with a maxSurge above 0.'
    : 'Set maxUnavailable to 0, as there is a maxSurge.';
}
