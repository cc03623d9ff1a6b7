import { expect } from 'chai';
import { utilizationsOf, viewAutoscaler } from '../../src/policy/autoscaler.js';
import type { Json, JsonObject } from '../../src/policy/json.js';

const ANNOTATION = 'autoscaling.alpha.kubernetes.io/metrics';
const requests: JsonObject = { type: 'Pods', pods: { metricName: 'rps', targetAverageValue: '1k' } };
const memory: JsonObject = { type: 'Resource', resource: { name: 'memory', targetAverageUtilization: 70 } };
const amount: JsonObject = { type: 'Resource', resource: { name: 'memory', targetAverageValue: '1Gi' } };
const one: JsonObject = {
  type: 'ContainerResource',
  containerResource: { name: 'cpu', container: 'app', targetAverageUtilization: 70 },
};

/** What the metrics of an autoscaler of the first version are shares of: those of the annotation, and a percentage of the cpu. */
function readFrom(annotation: Json | undefined, targetCPUUtilizationPercentage?: number): readonly string[] {
  const annotations = { ...(annotation !== undefined && { [ANNOTATION]: annotation }) };
  const object: JsonObject = {
    apiVersion: 'autoscaling/v1',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', annotations },
    spec: { targetCPUUtilizationPercentage },
  };
  const found = utilizationsOf(viewAutoscaler(object));
  return found.map(({ resource, container }) => [resource, ...(container === undefined ? [] : [container])].join(' '));
}

describe('an autoscaler of autoscaling/v1', () => {
  it('reads the cpu where it names no metric', () => {
    expect(readFrom(undefined)).to.deep.equal(['cpu']);
    expect(readFrom('[]')).to.deep.equal(['cpu']);
  });

  it('reads what its annotation names instead, and a percentage of the cpu beside it', () => {
    expect(readFrom(JSON.stringify([requests]))).to.deep.equal([]);
    expect(readFrom(JSON.stringify([requests, memory, amount, one]))).to.deep.equal(['memory', 'cpu app']);
    expect(readFrom(JSON.stringify([requests]), 60)).to.deep.equal(['cpu']);
    expect(readFrom(JSON.stringify([memory]), 60)).to.deep.equal(['memory', 'cpu']);
  });

  it('claims nothing beyond that percentage for an annotation that cannot be read', () => {
    for (const odd of ['', '[', '{}', 'null', 5, ['x'], `["${'x'.repeat(300_000)}"]`]) {
      expect(readFrom(odd)).to.deep.equal([]);
      expect(readFrom(odd, 60)).to.deep.equal(['cpu']);
    }
    expect(readFrom('[null, 5]')).to.deep.equal([]);
  });
});
