import { expect } from 'chai';
import { fateOf } from '../../src/policy/api-fate.js';
import { parseVersion } from '../../src/policy/version.js';

function fateIn(release: string, apiVersion: string, kind: string): unknown {
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
    const replaced = { isReplaced: true };
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
      isReplaced: false,
      isRemoved: true,
      words: 'was removed in Kubernetes 1.20',
    });
  });
});
