import { dig, stringAt } from './json.js';
import type { Json } from './json.js';
import { percentageOf, shareOf } from './share.js';
import type { Workload } from './workload.js';

/** How a workload replaces its pods when its template changes. */
export interface Rollout {
  /** The field of the spec that says it. */
  readonly field: 'strategy' | 'updateStrategy';
  /** The kind of roll-out, RollingUpdate where none is named. OpenShift's Rolling counts as that. */
  readonly type: string;
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

export function rolloutOf({ kind, object }: Workload): Rollout | undefined {
  const field = Object.hasOwn(fields, kind) ? fields[kind] : undefined;
  if (field === undefined) return undefined;
  const isOpenShift = kind === 'DeploymentConfig';
  const parameters = isOpenShift ? 'rollingParams' : 'rollingUpdate';
  const type = dig(object, 'spec', field, 'type') ?? '';
  const named = stringAt({ type }, 'type') ?? (type === '' ? 'RollingUpdate' : '');
  return {
    field,
    type: isOpenShift && named === 'Rolling' ? 'RollingUpdate' : named,
    parameters,
    maxUnavailable: dig(object, 'spec', field, parameters, 'maxUnavailable'),
    maxSurge: dig(object, 'spec', field, parameters, 'maxSurge'),
  };
}

/** What a Deployment's API fills in for both of its bounds. */
const QUARTER = '25%';

/** Whether a rolling update of so many pods may leave not one of them available; false where nobody can say. */
export function mayLeaveNone(rollout: Rollout, kind: string, replicas: number | undefined): boolean {
  const { maxUnavailable } = rollout;
  if (kind === 'DaemonSet') return (percentageOf(maxUnavailable) ?? 0) >= 100;
  if (replicas === undefined || replicas < 1) return false;
  if (kind !== 'StatefulSet') return unavailableOf(rollout, replicas) >= replicas;
  // It has no surge, so that a single pod is always away for a while: its controller makes at least one of any share.
  return replicas > 1 && (shareOf(maxUnavailable, replicas, Math.floor) ?? 0) >= replicas;
}

/** How many pods of a Deployment may be away at once. */
function unavailableOf({ maxUnavailable, maxSurge }: Rollout, replicas: number): number {
  const unavailable = shareOf(maxUnavailable ?? QUARTER, replicas, Math.floor) ?? 0;
  const surge = shareOf(maxSurge ?? QUARTER, replicas, Math.ceil);
  // The deployment controller takes one pod away when both come to nothing: otherwise it could not move.
  return Math.max(unavailable, surge === 0 ? 1 : 0);
}
