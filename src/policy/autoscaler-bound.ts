import { minimumOf } from './autoscaled.js';
import type { Autoscaler } from './autoscaler.js';
import type { Fault } from './fault.js';
import { isMadeByKeda } from './keda.js';

/** KEDA writes its own autoscaler anew, with what stands in the object that it makes it of. */
const IN_SCALED_OBJECT =
  'Set minReplicaCount to 2 or more, and maxReplicaCount above it, in the ScaledObject of which KEDA makes this; for what is to ' +
  'scale to 0, set this policy to off in a profile of your own.';

/** What is wrong with the bounds between which an autoscaler moves. Those that are no numbers are for the schema to say. */
export function* boundFaultsOf(autoscaler: Autoscaler): Iterable<Fault> {
  const { minReplicas, maxReplicas } = autoscaler;
  const minimum = minimumOf(autoscaler);
  if (minimum === undefined) return;
  const remedy = isMadeByKeda(autoscaler.object) ? { remedy: IN_SCALED_OBJECT } : {};
  if (minimum < 2) {
    const isSet = minReplicas !== undefined;
    yield {
      path: '/spec/minReplicas',
      words: (show) =>
        `${isSet ? `minReplicas is ${show(minReplicas)}` : 'no minReplicas is set, which means 1'}; at least 2 are wanted`,
      ...remedy,
    };
  }
  if (maxReplicas === undefined || (typeof maxReplicas === 'number' && maxReplicas <= minimum)) {
    const isSet = maxReplicas !== undefined;
    const wanted = `more than the ${minimum} of minReplicas is wanted`;
    yield {
      path: '/spec/maxReplicas',
      words: (show) => `${isSet ? `maxReplicas is ${show(maxReplicas)}` : 'no maxReplicas is set'}; ${wanted}`,
      ...remedy,
    };
  }
}
