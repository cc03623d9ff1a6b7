import { expect } from 'chai';
import type { JsonObject } from '../../src/policy/json.js';
import { quote } from '../../src/policy/quote.js';
import { resourceFaultsOf } from '../../src/policy/resource-fault.js';
import { resourceOwnersOf } from '../../src/policy/resource-owner.js';
import { viewWorkload } from '../../src/policy/workload.js';
import { container, pod } from '../builders.js';

/** Each fault of each owner, as `where: words`. */
function faultsIn(object: JsonObject): readonly string[] {
  const workload = viewWorkload(object, 'Pod');
  if (workload === undefined) throw new Error('no workload');
  return [...resourceOwnersOf(workload)]
    .flatMap((owner) => [...resourceFaultsOf(owner, { cpu: 2 })])
    .map(({ path, words }) => `${path}: ${words(quote)}`);
}

describe('the faults of resources', () => {
  it('come from the pod first, then from each container, in the order of the lists', () => {
    const wrong = { limits: { cpu: '0', gpu: 1 }, requests: { memory: '1K' } };
    expect(faultsIn(pod({ resources: 'x', containers: [container({ resources: wrong })] }))).to.deep.equal([
      '/spec/resources: the pod has resources "x", which is no object',
      '/spec/containers/0/resources/requests/memory: container "app": memory request "1K" is no quantity',
      '/spec/containers/0/resources/limits/cpu: container "app": cpu limit "0" is zero',
      '/spec/containers/0/resources/limits/gpu: container "app": "gpu" is no resource that a container may have',
    ]);
  });

  it('are none where nobody says anything, nor in an ephemeral container', () => {
    const debug = container({ name: 'debug', resources: 'x' });
    const silent = pod({ containers: [container({ resources: null })], ephemeralContainers: [debug] });
    expect(faultsIn(silent)).to.deep.equal([]);
  });
});
