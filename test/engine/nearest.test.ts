import { expect } from 'chai';
import { didYouMean, nearest } from '../../src/engine/nearest.js';

const names = ['baseline', 'production', 'strict'];

describe('engine/nearest', () => {
  for (const [word, wanted] of [
    ['prodution', 'production'],
    ['porduction', 'production'],
    ['STRICT', 'strict'],
    ['bseline', 'baseline'],
    ['payments', undefined],
    ['', undefined],
    ['x'.repeat(10_000), undefined],
  ] as const) {
    it(`takes ${word.slice(0, 20) || 'nothing'} for ${wanted ?? 'no name'}`, () => {
      expect(nearest(word, names)).to.equal(wanted);
    });
  }

  for (const [word, wanted] of [
    ['probes', 'require-probes'],
    ['privileged', 'disallow-privileged-containers'],
    ['disallow-privileged', 'disallow-privileged-containers'],
    ['pro', undefined],
    ['re', undefined],
  ] as const) {
    it(`takes ${word} for ${wanted ?? 'no policy'}, of which it is a part`, () => {
      const ids = ['disallow-host-probes', 'disallow-privileged-containers', 'require-probes', 'require-sound-probes'];
      expect(nearest(word, ids)).to.equal(wanted);
    });
  }

  const ids = [
    ...['disallow-host-path', 'disallow-host-ports', 'disallow-privileged-containers', 'disallow-wildcard-rbac'],
    ...['disallow-secrets-in-config-maps', 'disallow-secrets-in-environment', 'disallow-naked-pods'],
    ...['require-dropped-capabilities', 'require-job-limits', 'require-labels', 'require-non-root', 'require-probes'],
    ...['require-read-only-root-filesystem', 'require-sound-probes', 'restrict-image-registries'],
  ];
  const flags = ['--config', '--kubeconfig', '--kubernetes-version', '--namespace', '--profile', '--version'];
  const fields = ['fieldPath', 'name', 'namespace', 'nodeName', 'nodeSelector', 'replicas', 'selector'];
  const labels = ['enforce', 'warn', 'audit', 'inject'].map((name) => `seaworthy.dev/${name}`);
  for (const [word, candidates, wanted] of [
    ['host-path', ids, ['disallow-host-path']],
    ['path-host', ids, ['disallow-host-path']],
    ['hostPath', ids, ['disallow-host-path']],
    ['restrict-host-path', ids, ['disallow-host-path']],
    ['no-root', ids, ['require-non-root']],
    ['run-as-non-root', ids, ['require-non-root']],
    ['no-privileged', ids, ['disallow-privileged-containers']],
    ['drop-all-capabilities', ids, ['require-dropped-capabilities']],
    ['image-registry', ids, ['restrict-image-registries']],
    ['secrets', ids, ['disallow-secrets-in-config-maps', 'disallow-secrets-in-environment']],
    ['host', ids, ['disallow-host-path', 'disallow-host-ports']],
    ['require-prbes', ids, ['require-probes']],
    ['disallow-host-prots', ids, ['disallow-host-ports']],
    ['require-foo', ids, []],
    ['disallow-latest-tag', ids, []],
    ['host-network', ids, []],
    ['cpu-limits', ids, []],
    ['require', ids, []],
    ['nginx', ids, []],
    ['--k8s-version', flags, ['--version', '--kubernetes-version']],
    ['--kube-config', flags, ['--kubeconfig']],
    ['--kube', flags, ['--kubeconfig']],
    ['--config-file', flags, ['--config']],
    ['--file', flags, []],
    ['--json', flags, []],
    ['selectors', fields, ['selector']],
    ['nodeSelectors', fields, ['nodeSelector']],
    ['nam', fields, ['name']],
    ['node', fields, ['nodeName']],
    ['seaworthy.dev/enforced', labels, ['seaworthy.dev/enforce']],
    ['seaworthy.dev/wran', labels, ['seaworthy.dev/warn']],
  ] as const) {
    it(`takes ${word} for ${wanted.join(' or ') || 'no name'}`, () => {
      expect(didYouMean(word, candidates).match(/(?<=")[^" ]+(?=")/g) ?? []).to.deep.equal(wanted);
    });
  }

  it('asks only where a name is near', () => {
    expect(didYouMean('strit', names)).to.equal('; did you mean "strict"?');
    expect(didYouMean('zzz', names)).to.equal('');
  });

  it('names a few that are equally near, each once, and none of many', () => {
    expect(didYouMean('pot', ['pod', 'pop', 'pod'])).to.equal('; did you mean "pod" or "pop"?');
    expect(didYouMean('pot', ['pod', 'pop', 'pox'])).to.equal('; did you mean "pod", "pop" or "pox"?');
    expect(didYouMean('pot', ['pod', 'pop', 'pox', 'pow'])).to.equal('');
  });
});
