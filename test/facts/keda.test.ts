import { expect } from 'chai';
import { autoscalerMadeOf } from '../../src/facts/keda.js';
import type { JsonObject } from '../../src/policy/json.js';

const scaledObject = (spec: JsonObject, metadata: JsonObject = { name: 'web', namespace: 'shop' }): JsonObject => ({
  apiVersion: 'keda.sh/v1alpha1',
  kind: 'ScaledObject',
  metadata,
  spec,
});

describe('what KEDA makes of a ScaledObject', () => {
  it('is an autoscaler of the Deployment that it names, with what KEDA fills in', () => {
    expect(autoscalerMadeOf(scaledObject({ scaleTargetRef: { name: 'web' } }))).to.deep.equal({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'keda-hpa-web', namespace: 'shop' },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        minReplicas: 1,
        maxReplicas: 100,
      },
    });
  });

  it('has the target, the bounds and the name that it says', () => {
    const made = autoscalerMadeOf(
      scaledObject(
        {
          scaleTargetRef: { kind: 'StatefulSet', name: 'db' },
          minReplicaCount: 2,
          maxReplicaCount: 5,
          advanced: { horizontalPodAutoscalerConfig: { name: 'own' } },
        },
        { name: 'db' },
      ),
    );
    expect(made).to.deep.include({
      metadata: { name: 'own' },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db' },
        minReplicas: 2,
        maxReplicas: 5,
      },
    });
  });

  it('is nothing of any other kind', () => {
    expect(autoscalerMadeOf({ ...scaledObject({}), apiVersion: 'example.com/v1' })).to.equal(undefined);
    expect(autoscalerMadeOf({ ...scaledObject({}), kind: 'ScaledJob' })).to.equal(undefined);
    expect(autoscalerMadeOf({})).to.equal(undefined);
  });
});
