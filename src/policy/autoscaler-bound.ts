import { minimumOf } from './autoscaled.js';
import type { Autoscaler } from './autoscaler.js';
import type { Fault } from './fault.js';

/** What is wrong with the bounds between which an autoscaler moves. Those that are no numbers are for the schema to say. */
export function* boundFaultsOf(autoscaler: Autoscaler): Iterable<Fault> {
  const { minReplicas, maxReplicas } = autoscaler;
  const minimum = minimumOf(autoscaler);
  if (minimum === undefined) return;
  if (minimum < 2) {
    const isSet = minReplicas !== undefined;
    yield {
      path: '/spec/minReplicas',
      words: (show) =>
        `${isSet ? `minReplicas is ${show(minReplicas)}` : 'no minReplicas is set, which means 1'}; at least 2 are wanted`,
    };
  }
  if (maxReplicas === undefined || (typeof maxReplicas === 'number' && maxReplicas <= minimum)) {
    const isSet = maxReplicas !== undefined;
    const wanted = `more than the ${minimum} of minReplicas is wanted`;
    yield {
      path: '/spec/maxReplicas',
      words: (show) => `${isSet ? `maxReplicas is ${show(maxReplicas)}` : 'no maxReplicas is set'}; ${wanted}`,
    };
  }
}
