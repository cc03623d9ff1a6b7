import { expect } from 'chai';
import { policies } from '../../policies/index.js';
import { builtinProfiles } from '../../src/config/profiles.js';
import { compileProfiles } from '../../src/engine/profile.js';

/** The profiles that a policy is in, each by its first letter: in parentheses where it only warns, a hyphen in none. */
const letters = {
  'disallow-blocking-disruption-budget': 'P S',
  'disallow-cluster-admin-bindings': 'P S',
  'disallow-default-namespace': 'B P S',
  'disallow-host-namespaces': 'B P S',
  'disallow-host-path': 'B P S',
  'disallow-host-ports': 'B P S',
  'disallow-host-probes': 'B P S',
  'disallow-host-process': 'B P S',
  'disallow-ingress-conflicts': 'P S',
  'disallow-naked-pods': 'S',
  'disallow-privilege-escalation': 'P S',
  'disallow-privileged-containers': 'B P S',
  'disallow-removed-apis': 'B P S',
  'disallow-secrets-in-config-maps': 'P S',
  'disallow-secrets-in-environment': 'P S',
  'disallow-shared-single-writer-volumes': 'P S',
  'disallow-wildcard-rbac': 'P S',
  'require-cron-job-policy': 'P S',
  'require-dropped-capabilities': 'P S',
  'require-graceful-termination': 'P S',
  'require-ingress-host': 'P S',
  'require-ingress-tls': 'P S',
  'require-job-limits': 'P S',
  'require-labels': '(P) (S)',
  'require-matching-selector': 'B P S',
  'require-network-policy': '(P) S',
  'require-non-root': 'P S',
  'require-pinned-images': 'B P S',
  'require-pod-disruption-budget': '(P) S',
  'require-prestop-hook': 'P S',
  'require-priority-class': 'S',
  'require-probes': 'B P S',
  'require-read-only-root-filesystem': 'S',
  'require-replicas': '(P) S',
  'require-resource-quota': '(P) S',
  'require-resources': 'B P S',
  'require-rolling-update': 'P S',
  'require-scanned-images': '(P) S',
  'require-seccomp-profile': 'P S',
  'require-sound-autoscaling': 'P S',
  'require-sound-probes': 'P S',
  'require-sound-resources': 'B P S',
  'require-topology-spread': '(P) S',
  'require-valid-schema': 'B P S',
  'require-volume-backup': '-',
  'restrict-added-capabilities': 'B P S',
  'restrict-apparmor': 'B P S',
  'restrict-image-registries': 'P S',
  'restrict-pod-exec': 'S',
  'restrict-proc-mount': 'B P S',
  'restrict-seccomp': 'B P S',
  'restrict-selinux': 'B P S',
  'restrict-service-account-token': 'S',
  'restrict-service-exposure': 'P S',
  'restrict-sysctls': 'B P S',
  'restrict-volume-types': 'P S',
};

// Only with a source of evidence may require-scanned-images do what its profile says.
const compiled = compileProfiles({ policies, builtin: builtinProfiles, own: {}, sources: new Set(['images']) });

/** How a profile stands in the table for a policy; any mode that the table has no sign for stands there by its name. */
function letterIn(profile: string, id: string): readonly string[] {
  const mode = compiled.profiles.get(profile)?.policies.get(id)?.mode;
  const letter = profile.charAt(0).toUpperCase();
  const signs: Readonly<Record<string, string>> = { enforce: letter, warn: `(${letter})` };
  return mode === undefined ? [] : [signs[mode] ?? `${letter}:${mode}`];
}

describe('the built-in profiles', () => {
  it('are three, without a mistake', () => {
    expect(compiled.problems).to.deep.equal([]);
    expect([...compiled.profiles.keys()]).to.deep.equal(['baseline', 'production', 'strict']);
  });

  it('enforce what their letters say, and only warn where these are in parentheses', () => {
    const found = policies.map(({ meta: { id } }) => {
      const signs = [...compiled.profiles.keys()].flatMap((profile) => letterIn(profile, id));
      return [id, signs.length === 0 ? '-' : signs.join(' ')];
    });
    expect(Object.fromEntries(found)).to.deep.equal(letters);
  });

  it('demand more of some policies as they become stricter', () => {
    const settings = (profile: string, id: string): unknown =>
      compiled.profiles.get(profile)?.policies.get(id)?.settings;
    const changes = ['baseline', 'production', 'strict'].map((profile) => [
      settings(profile, 'restrict-proc-mount'),
      settings(profile, 'require-pinned-images'),
      (settings(profile, 'require-resources') as { limits: unknown }).limits,
    ]);
    expect(changes).to.deep.equal([
      [{ allowWithUserNamespaces: true }, { digest: false }, ['memory']],
      [{ allowWithUserNamespaces: false }, { digest: false }, ['memory']],
      [{ allowWithUserNamespaces: false }, { digest: true }, ['cpu', 'memory']],
    ]);
  });
});
