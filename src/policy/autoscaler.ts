import { arrayAt, dig, field, stringAt } from './json.js';
import type { Json, JsonObject } from './json.js';
import { groupOf, targetKinds } from './target.js';

/** What a HorizontalPodAutoscaler moves the number of pods of. */
export interface ScaleTarget {
  readonly kind: string;
  readonly name: string;
  /** The API group; undefined where none is named. */
  readonly group: string | undefined;
}

export interface Autoscaler {
  readonly target: ScaleTarget;
  /** As they are written. */
  readonly minReplicas: Json | undefined;
  readonly maxReplicas: Json | undefined;
  readonly object: JsonObject;
}

/** HorizontalPodAutoscalers of every version. */
export const autoscalers = targetKinds(
  'autoscalers',
  [{ group: 'autoscaling', version: 'v2', kind: 'HorizontalPodAutoscaler', plural: 'horizontalpodautoscalers' }],
  viewAutoscaler,
);

export function viewAutoscaler(object: JsonObject): Autoscaler {
  const spec = field(object, 'spec');
  const reference = scaleReferenceOf(object);
  return {
    target: {
      kind: stringAt(reference, 'kind') ?? '',
      name: stringAt(reference, 'name') ?? '',
      group: scaledGroupOf(reference),
    },
    minReplicas: field(spec, 'minReplicas'),
    maxReplicas: field(spec, 'maxReplicas'),
    object,
  };
}

/** What an autoscaler names to be scaled. Before Kubernetes 1.6 extensions/v1beta1 called the field scaleRef. */
export function scaleReferenceOf(autoscaler: JsonObject): Json | undefined {
  const spec = field(autoscaler, 'spec');
  return field(spec, 'scaleTargetRef') ?? field(spec, 'scaleRef');
}

/** The group that an object, or a reference to one, names; undefined where it names none. What was in extensions is in apps now. */
export function scaledGroupOf(value: Json | undefined): string | undefined {
  const apiVersion = stringAt(value, 'apiVersion');
  if (apiVersion === undefined) return undefined;
  const group = groupOf(apiVersion);
  return group === 'extensions' ? 'apps' : group;
}

/** A metric that is a share of what the pods request, so that it means nothing where they request nothing. */
export interface Utilization {
  readonly resource: string;
  /** The one container that it is about; undefined when it is about all. */
  readonly container: string | undefined;
  /** Where it is, from the list of metrics on; undefined where the API server fills it in. */
  readonly index: number | undefined;
}

const CPU: Utilization = { resource: 'cpu', container: undefined, index: undefined };

/** The utilizations that an autoscaler reads. One that names no metric reads that of the cpu, in every version. */
export function utilizationsOf(autoscaler: Autoscaler): readonly Utilization[] {
  const metrics = metricsOf(autoscaler);
  if (isOfFirstVersion(autoscaler)) return utilizationsInFirstVersion(autoscaler, metrics);
  return metrics?.length === 0 ? [CPU] : (metrics ?? []).flatMap((metric, index) => utilizationIn(metric, index));
}

/** The metrics that an autoscaler reads, but for the cpu of autoscaling/v1. Undefined where what holds them cannot be read. */
export function metricsOf(autoscaler: Autoscaler): readonly Json[] | undefined {
  const { object } = autoscaler;
  if (!isOfFirstVersion(autoscaler)) return arrayAt(field(object, 'spec'), 'metrics');
  const written = dig(object, 'metadata', 'annotations', METRICS);
  return written === undefined ? [] : metricsIn(written);
}

function isOfFirstVersion({ object }: Autoscaler): boolean {
  return stringAt(object, 'apiVersion') === 'autoscaling/v1';
}

/** Beside the cpu, autoscaling/v1 has no field for metrics: the API server keeps them in this annotation, as JSON. */
const METRICS = 'autoscaling.alpha.kubernetes.io/metrics';

/** The API server takes no more annotations than this, all of them together, in bytes. */
const LONGEST = 256 * 1024;

/** The API server reads the annotation before it fills in the cpu. Of one that cannot be read nobody here claims anything. */
function utilizationsInFirstVersion(
  { object }: Autoscaler,
  others: readonly Json[] | undefined,
): readonly Utilization[] {
  const namesCpu = dig(object, 'spec', 'targetCPUUtilizationPercentage') !== undefined;
  const found = (others ?? []).flatMap((metric) => utilizationIn(metric, undefined));
  return namesCpu || others?.length === 0 ? [...found, CPU] : found;
}

function metricsIn(annotation: Json): readonly Json[] | undefined {
  if (typeof annotation !== 'string' || annotation.length > LONGEST) return undefined;
  try {
    const metrics = JSON.parse(annotation) as Json;
    return Array.isArray(metrics) ? (metrics as readonly Json[]) : undefined;
  } catch {
    return undefined;
  }
}

function utilizationIn(metric: Json, index: number | undefined): readonly Utilization[] {
  const type = stringAt(metric, 'type');
  if (type !== 'Resource' && type !== 'ContainerResource') return [];
  const source = field(metric, type === 'Resource' ? 'resource' : 'containerResource');
  const resource = stringAt(source, 'name');
  if (resource === undefined || !isShare(source)) return [];
  return [{ resource, container: type === 'Resource' ? undefined : stringAt(source, 'container'), index }];
}

/** In v1 and v2beta1 the target is not an object, but a field with a name of its own. */
function isShare(source: Json | undefined): boolean {
  return dig(source, 'target', 'type') === 'Utilization' || field(source, 'targetAverageUtilization') !== undefined;
}
