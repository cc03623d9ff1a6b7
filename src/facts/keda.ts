import { dig, field, objectAt, stringAt } from '../policy/json.js';
import type { JsonObject } from '../policy/json.js';
import { isScaledObject } from '../policy/keda.js';

/** What KEDA takes for the most pods where nobody says how many. */
const MOST = 100;

/**
 * The HorizontalPodAutoscaler that KEDA makes of a ScaledObject; undefined for whatever else. In a cluster everybody sees it, but
 * beside a manifest there is only what it will be made of. From 0 to 1 KEDA scales by itself.
 */
export function autoscalerMadeOf(object: JsonObject): JsonObject | undefined {
  if (!isScaledObject(object)) return undefined;
  const spec = objectAt(object, 'spec');
  const metadata = objectAt(object, 'metadata');
  const namespace = stringAt(metadata, 'namespace');
  const own = stringAt(dig(spec, 'advanced', 'horizontalPodAutoscalerConfig'), 'name');
  const fewest = field(spec, 'minReplicaCount') ?? 0;
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: {
      name: own ?? `keda-hpa-${stringAt(metadata, 'name') ?? ''}`,
      ...(namespace !== undefined && { namespace }),
    },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', ...objectAt(spec, 'scaleTargetRef') },
      minReplicas: fewest === 0 ? 1 : fewest,
      maxReplicas: field(spec, 'maxReplicaCount') ?? MOST,
    },
  };
}
