import { expect } from 'chai';
import { fateOf } from '../../src/policy/api-fate.js';
import type { ApiFate } from '../../src/policy/api-fate.js';
import { parseVersion } from '../../src/policy/version.js';

function fateIn(release: string, apiVersion: string, kind: string): ApiFate | undefined {
  const version = parseVersion(release);
  if (version === undefined) throw new Error(`${release} is no release`);
  return fateOf(apiVersion, kind, version);
}

describe('the fate of an apiVersion', () => {
  it('is unknown before its deprecation, and of what Kubernetes does not know', () => {
    expect(fateIn('1.18', 'storage.k8s.io/v1beta1', 'StorageClass')).to.equal(undefined);
    expect(fateIn('1.37', 'example.com/v1', 'Deployment')).to.equal(undefined);
  });

  it('is a warning from the deprecation on, and a refusal from the removal on', () => {
    const replaced = { remedy: undefined };
    expect(fateIn('1.19', 'storage.k8s.io/v1beta1', 'StorageClass')).to.deep.equal({
      ...replaced,
      isRemoved: false,
      words: 'is deprecated and goes in Kubernetes 1.22; use storage.k8s.io/v1',
    });
    expect(fateIn('1.22', 'storage.k8s.io/v1beta1', 'StorageClass')).to.deep.equal({
      ...replaced,
      isRemoved: true,
      words: 'was removed in Kubernetes 1.22; use storage.k8s.io/v1',
    });
  });

  it('names nothing to use where nothing has taken its place', () => {
    expect(fateIn('1.20', 'settings.k8s.io/v1alpha1', 'PodPreset')).to.deep.equal({
      remedy: 'Do without it: nothing has taken its place.',
      isRemoved: true,
      words: 'was removed in Kubernetes 1.20',
    });
  });

  const served: readonly [string, string, string, string][] = [
    ['1.36', 'storagemigration.k8s.io/v1alpha1', 'StorageVersionMigration', 'storagemigration.k8s.io/v1beta1'],
    ['1.37', 'storagemigration.k8s.io/v1alpha1', 'StorageVersionMigration', 'storagemigration.k8s.io/v1'],
    ['1.35', 'certificates.k8s.io/v1alpha1', 'PodCertificateRequest', 'certificates.k8s.io/v1beta1'],
    ['1.37', 'certificates.k8s.io/v1alpha1', 'PodCertificateRequest', 'certificates.k8s.io/v1'],
    ['1.36', 'certificates.k8s.io/v1alpha1', 'ClusterTrustBundle', 'certificates.k8s.io/v1beta1'],
    [
      '1.35',
      'admissionregistration.k8s.io/v1alpha1',
      'MutatingAdmissionPolicy',
      'admissionregistration.k8s.io/v1beta1',
    ],
    ['1.36', 'admissionregistration.k8s.io/v1alpha1', 'MutatingAdmissionPolicy', 'admissionregistration.k8s.io/v1'],
    ['1.36', 'resource.k8s.io/v1alpha3', 'DeviceTaintRule', 'resource.k8s.io/v1beta2'],
    ['1.36', 'scheduling.k8s.io/v1alpha1', 'Workload', 'scheduling.k8s.io/v1alpha2'],
    ['1.37', 'scheduling.k8s.io/v1alpha1', 'Workload', 'scheduling.k8s.io/v1beta1'],
    ['1.30', 'extensions/v1beta1', 'HorizontalPodAutoscaler', 'autoscaling/v1'],
    ['1.5', 'batch/v2alpha1', 'ScheduledJob', 'batch/v2alpha1 CronJob'],
    ['1.27', 'resource.k8s.io/v1alpha1', 'ResourceClass', 'resource.k8s.io/v1alpha2'],
    ['1.37', 'resource.k8s.io/v1alpha2', 'ResourceClass', 'resource.k8s.io/v1 DeviceClass'],
  ];
  for (const [release, apiVersion, kind, use] of served) {
    it(`names what ${release} serves in the place of ${apiVersion} ${kind}`, () => {
      const [, named] = /; use (.+)$/.exec(fateIn(release, apiVersion, kind)?.words ?? '') ?? [];
      expect(named).to.equal(use);
    });
  }

  it('says what has taken the place of a kind beside the kinds', () => {
    expect(fateIn('1.37', 'policy/v1beta1', 'PodSecurityPolicy')).to.deep.equal({
      remedy:
        'Label the namespaces with pod-security.kubernetes.io/enforce: Pod Security Admission has taken its place.',
      isRemoved: true,
      words: 'was removed in Kubernetes 1.25',
    });
  });
});
