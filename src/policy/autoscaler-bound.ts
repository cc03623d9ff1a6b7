import { minimumOf } from './autoscaled.js';
import { metricsOf } from './autoscaler.js';
import type { Autoscaler } from './autoscaler.js';
import type { Fault } from './fault.js';
import { stringAt } from './json.js';
import { isMadeByKeda } from './keda.js';
import type { Violation } from './policy.js';
import type { Show } from './quote.js';
import { isAtLeast } from './version.js';
import type { KubernetesVersion } from './version.js';

/** The release from which on the API server takes a minimum of 0 unless it is told not to: 1.37. */
const ZERO_SINCE = 37;

/** KEDA writes its autoscaler anew, with what stands in the object that it makes it of. */
const IN_SCALED_OBJECT =
  'Set minReplicaCount to 2 or more, and maxReplicaCount above it, in the ScaledObject of which KEDA makes this; one that is to ' +
  'scale to 0 may stay as it is.';

/** What is wrong with the bounds between which an autoscaler moves. Those that are no numbers are for the schema to say. */
export function* boundFaultsOf(
  autoscaler: Autoscaler,
  version: KubernetesVersion,
): Iterable<Fault & Pick<Violation, 'atMost'>> {
  const { minReplicas, maxReplicas } = autoscaler;
  const minimum = minimumOf(autoscaler);
  if (minimum === undefined) return;
  const ofKeda = isMadeByKeda(autoscaler.object) ? remedyOfKeda(minimum) : {};
  if (minimum < 2 && !isToRest(autoscaler, version)) {
    const found = (show: Show): string =>
      minReplicas === undefined ? 'no minReplicas is set, which means 1' : `minReplicas is ${show(minReplicas)}`;
    yield { path: '/spec/minReplicas', words: (show) => `${found(show)}; at least 2 are wanted`, ...ofKeda };
  }
  if (maxReplicas === undefined || (typeof maxReplicas === 'number' && maxReplicas <= minimum)) {
    const found = (show: Show): string =>
      maxReplicas === undefined ? 'no maxReplicas is set' : `maxReplicas is ${show(maxReplicas)}`;
    const wanted = `more than the ${minimum} of minReplicas is wanted`;
    yield { path: '/spec/maxReplicas', words: (show) => `${found(show)}; ${wanted}`, ...ofKeda };
  }
}

/**
 * Whether what is scaled is not meant to be there at all times. The API server takes a minimum of 0 only beside a metric that can be
 * read while there are no pods (validateMetrics in pkg/apis/autoscaling/validation).
 */
function isToRest(autoscaler: Autoscaler, version: KubernetesVersion): boolean {
  if (autoscaler.minReplicas !== 0 || !isAtLeast(version, ZERO_SINCE)) return false;
  const metrics = metricsOf(autoscaler) ?? [];
  return metrics.some((metric) => ['External', 'Object'].includes(stringAt(metric, 'type') ?? ''));
}

/** KEDA makes a minimum of 1 where its own is 0 too, and scales from there to 0 by itself: nobody here can tell the two apart. */
function remedyOfKeda(minimum: number): Pick<Violation, 'remedy' | 'atMost'> {
  return { remedy: IN_SCALED_OBJECT, ...(minimum === 1 && { atMost: 'warn' }) };
}
