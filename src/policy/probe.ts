import type { Container } from './container.js';
import { isProbe } from './handler.js';
import { field, objectAt } from './json.js';
import type { JsonObject } from './json.js';
import type { Show } from './quote.js';

type ProbeKind = 'readiness' | 'liveness' | 'startup';

/** What the API server fills in where a number of a probe is absent or 0; times are in seconds. */
const filledIn = {
  initialDelaySeconds: 0,
  periodSeconds: 10,
  timeoutSeconds: 1,
  failureThreshold: 3,
  successThreshold: 1,
} as const;

/** A probe that asks something, with every number of its own; NaN is what is no number, which nobody can judge. */
export interface Probe extends Readonly<Record<keyof typeof filledIn, number>> {
  readonly kind: ProbeKind;
  readonly container: Container;
  /** The name of its field in the container. */
  readonly field: `${ProbeKind}Probe`;
  readonly raw: JsonObject;
}

/** The readiness probe of a container, its liveness probe and its startup probe; undefined is one that it lacks, or that asks nothing. */
export type Probes = readonly [readiness: Probe | undefined, liveness: Probe | undefined, startup: Probe | undefined];

export function probesOf(container: Container): Probes {
  return [probeOf(container, 'readiness'), probeOf(container, 'liveness'), probeOf(container, 'startup')];
}

function probeOf(container: Container, kind: ProbeKind): Probe | undefined {
  const name = `${kind}Probe` as const;
  const raw = objectAt(container.raw, name);
  if (raw === undefined || !isProbe(raw)) return undefined;
  return {
    kind,
    container,
    field: name,
    raw,
    initialDelaySeconds: numberAt(raw, 'initialDelaySeconds'),
    periodSeconds: numberAt(raw, 'periodSeconds'),
    timeoutSeconds: numberAt(raw, 'timeoutSeconds'),
    failureThreshold: numberAt(raw, 'failureThreshold'),
    successThreshold: numberAt(raw, 'successThreshold'),
  };
}

function numberAt(raw: JsonObject, name: keyof typeof filledIn): number {
  const value = field(raw, name) ?? 0;
  if (typeof value !== 'number') return Number.NaN;
  return value === 0 ? filledIn[name] : value;
}

/** How a message names it. */
export function nameOf({ kind, container }: Probe, show: Show): string {
  return `container ${show(container.name)}: the ${kind} probe`;
}

/** For how many seconds a probe fails before it counts as failed. */
export function patienceOf({ periodSeconds, failureThreshold }: Probe): number {
  return periodSeconds * failureThreshold;
}
