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
  const reference = field(spec, 'scaleTargetRef');
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
export function utilizationsOf({ object }: Autoscaler): readonly Utilization[] {
  const spec = field(object, 'spec');
  const metrics = arrayAt(spec, 'metrics');
  if (metrics.length === 0) return [CPU];
  return metrics.flatMap((metric, index) => {
    const type = stringAt(metric, 'type');
    if (type !== 'Resource' && type !== 'ContainerResource') return [];
    const source = field(metric, type === 'Resource' ? 'resource' : 'containerResource');
    const resource = stringAt(source, 'name');
    if (resource === undefined || !isShare(source)) return [];
    return [{ resource, container: type === 'Resource' ? undefined : stringAt(source, 'container'), index }];
  });
}

/** In v2beta1 the target is not an object, but a field with a name of its own. */
function isShare(source: Json | undefined): boolean {
  return dig(source, 'target', 'type') === 'Utilization' || field(source, 'targetAverageUtilization') !== undefined;
}
