import { expect } from 'chai';
import policy from '../../policies/disallow-removed-apis.js';
import { see, violationsOf } from '../../src/engine/evaluate.js';
import { withoutSources } from '../../src/engine/gather.js';
import { completeSettings } from '../../src/engine/profile.js';
import { lifecycleOf, oldApis } from '../../src/policy/removed-apis.js';
import { formatVersion } from '../../src/policy/version.js';
import { readsWell } from '../policy-tester.js';

/** As the deprecation guide says it: deprecated, removed, in its place. */
function fate(apiVersion: string, kind: string): readonly (string | undefined)[] | undefined {
  const found = lifecycleOf(apiVersion, kind);
  if (found === undefined) return undefined;
  const { deprecated, removed, use } = found;
  return [deprecated && formatVersion(deprecated), removed && formatVersion(removed), use];
}

describe('the removed APIs', () => {
  const known: readonly [string, string, readonly (string | undefined)[]][] = [
    ['apps/v1alpha1', 'PetSet', [undefined, '1.5', 'apps/v1 StatefulSet']],
    ['extensions/v1beta1', 'Job', ['1.5', '1.6', 'batch/v1']],
    ['extensions/v1beta1', 'Deployment', ['1.8', '1.16', 'apps/v1']],
    ['apps/v1beta2', 'StatefulSet', ['1.9', '1.16', 'apps/v1']],
    ['extensions/v1beta1', 'Ingress', ['1.14', '1.22', 'networking.k8s.io/v1']],
    ['apiextensions.k8s.io/v1beta1', 'CustomResourceDefinition', ['1.16', '1.22', 'apiextensions.k8s.io/v1']],
    ['rbac.authorization.k8s.io/v1beta1', 'ClusterRole', ['1.17', '1.22', 'rbac.authorization.k8s.io/v1']],
    ['rbac.authorization.k8s.io/v1alpha1', 'Role', ['1.17', '1.23', 'rbac.authorization.k8s.io/v1']],
    ['batch/v1beta1', 'CronJob', ['1.21', '1.25', 'batch/v1']],
    ['policy/v1beta1', 'PodSecurityPolicy', ['1.21', '1.25', undefined]],
    ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', ['1.23', '1.26', 'autoscaling/v2']],
    ['flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema', ['1.29', '1.32', 'flowcontrol.apiserver.k8s.io/v1']],
    ['v1', 'Endpoints', ['1.33', undefined, 'discovery.k8s.io/v1 EndpointSlice']],
  ];
  for (const [apiVersion, kind, wanted] of known) {
    it(`know ${apiVersion} ${kind}`, () => {
      expect(fate(apiVersion, kind)).to.deep.equal(wanted);
    });
  }

  it('know nothing of what is served', () => {
    for (const [apiVersion, kind] of [
      ['apps/v1', 'Deployment'],
      ['v1', 'Pod'],
      ['autoscaling/v1', 'HorizontalPodAutoscaler'],
      ['constructor', ''],
    ] as const)
      expect(fate(apiVersion, kind)).to.equal(undefined);
  });

  it('are removed after they were deprecated, and leave for what is served, but for one that went on', () => {
    for (const { apiVersion, kind } of oldApis()) {
      const { deprecated, removed, use } = lifecycleOf(apiVersion, kind) ?? {};
      expect(deprecated ?? removed, `${apiVersion} ${kind}`).not.to.equal(undefined);
      if (deprecated !== undefined && removed !== undefined) expect(deprecated.minor).to.be.below(removed.minor);
      const next = lifecycleOf(use ?? '', kind);
      if (next !== undefined) expect([apiVersion, kind], 'what goes twice').to.be.deep.oneOf(twice);
    }
  });

  const twice = [
    ['coordination.k8s.io/v1alpha1', 'LeaseCandidate'],
    ['coordination.k8s.io/v1alpha2', 'LeaseCandidate'],
    ['extensions/v1beta1', 'PodSecurityPolicy'],
  ];

  it('are told of in a message that fits', () => {
    const judge = { policy, mode: 'enforce', inject: false, settings: completeSettings(policy) } as const;
    for (const { apiVersion, kind } of oldApis()) {
      for (const minor of [37, 36, 24, 10]) {
        const around = { now: 0, kubernetesVersion: { major: 1, minor }, facts: withoutSources };
        for (const { message } of violationsOf(judge, see({ apiVersion, kind }, kind), around)) {
          readsWell(message);
          expect(message).not.to.match(/…$/);
        }
      }
    }
  });
});
