import { expect } from 'chai';
import hostPath from '../../policies/disallow-host-path.js';
import { policies } from '../../policies/index.js';
import volumeTypes from '../../policies/restrict-volume-types.js';
import { builtinProfiles } from '../../src/config/profiles.js';
import type { Finding, Mode } from '../../src/engine/finding.js';
import { modes } from '../../src/engine/finding.js';
import { createInspect } from '../../src/engine/inspect.js';
import { compileProfiles } from '../../src/engine/profile.js';
import { sayOnce } from '../../src/engine/say-once.js';
import type { Scope } from '../../src/engine/scope.js';
import { stringAt } from '../../src/policy/json.js';
import type { JsonObject } from '../../src/policy/json.js';
import { newestKubernetes } from '../../src/policy/version.js';
import { container, deployment, pod } from '../builders.js';

/** What a twin says as well is reported by the other one alone. */
interface Pair {
  readonly fact: string;
  readonly object: JsonObject;
  readonly twin: string;
  readonly speaker: string;
}

const setting = (securityContext: JsonObject): JsonObject => pod({ containers: [container({ securityContext })] });
const pairs: readonly Pair[] = [
  {
    fact: 'a path of the node',
    object: pod({ volumes: [{ name: 'a', hostPath: { path: '/' } }] }),
    twin: 'restrict-volume-types',
    speaker: 'disallow-host-path',
  },
  {
    fact: 'a capability beyond the default ones',
    object: setting({ capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE', 'SYS_ADMIN'] } }),
    twin: 'restrict-added-capabilities',
    speaker: 'require-dropped-capabilities',
  },
  {
    fact: 'the seccomp filter of a container switched off',
    object: setting({ seccompProfile: { type: 'Unconfined' } }),
    twin: 'restrict-seccomp',
    speaker: 'require-seccomp-profile',
  },
  {
    fact: 'the seccomp filter of a pod switched off',
    object: deployment({ securityContext: { seccompProfile: { type: 'Unconfined' } } }),
    twin: 'restrict-seccomp',
    speaker: 'require-seccomp-profile',
  },
];

/** What is said of an object where nothing but these policies is in force, by their modes. */
async function judge(
  object: JsonObject,
  inForce: Readonly<Record<string, Mode | 'off'>>,
  more: Partial<Scope> = {},
): Promise<readonly Finding[]> {
  const known = policies.filter(({ meta }) => Object.hasOwn(inForce, meta.id));
  const entries = Object.entries(inForce).map(([id, mode]) => [id, mode === 'off' ? false : { mode }] as const);
  const builtin = { these: { policies: Object.fromEntries(entries) } };
  const { profiles } = compileProfiles({ policies: known, builtin, own: {}, sources: new Set() });
  const rules = { policies: known, profiles, ceiling: 'enforce', ownedPods: 'warn' } as const;
  const inspect = createInspect({ ...rules, kubernetesVersion: newestKubernetes });
  const { findings } = await inspect(object, stringAt(object, 'kind') ?? '', {
    optIn: { enforce: 'these' },
    now: 0,
    ...more,
  });
  return findings;
}

const brief = (findings: readonly Finding[]): readonly string[] =>
  findings.map(({ policy, mode }) => `${policy.id} ${mode}`);

describe('engine/say-once', () => {
  for (const { fact, object, twin, speaker } of pairs) {
    describe(`of ${fact}`, () => {
      for (const ofTwin of [...modes, 'off'] as const) {
        for (const ofSpeaker of [...modes, 'off'] as const) {
          it(`says no less where ${twin} is at ${ofTwin} and ${speaker} at ${ofSpeaker}`, async () => {
            const found = await judge(object, { [twin]: ofTwin, [speaker]: ofSpeaker });
            const both = ofTwin !== 'off' && modes.indexOf(ofSpeaker as Mode) < modes.indexOf(ofTwin);
            const expected = [
              ...(ofSpeaker === 'off' ? [] : [`${speaker} ${ofSpeaker}`]),
              ...(both ? [`${twin} ${ofTwin}`] : []),
            ];
            expect(brief(found)).to.have.members(expected);
            if (ofTwin === 'off' || both) return;
            expect(found.map(({ policy }) => policy.severity)).to.deep.equal(['high']);
          });
        }
      }
    });
  }

  it('denies what the stricter of the two denies, where a profile only warns of the plainer one', async () => {
    const object = pod({ volumes: [{ name: 'a', hostPath: { path: '/' } }] });
    const found = await judge(object, { 'disallow-host-path': 'warn', 'restrict-volume-types': 'enforce' });
    expect(brief(found)).to.deep.equal(['disallow-host-path warn', 'restrict-volume-types enforce']);
  });

  it('leaves alone what the other policy says of another place, or does not say', async () => {
    const volumes = [
      { name: 'a', hostPath: { path: '/' } },
      { name: 'b', nfs: {} },
    ];
    const inForce = { 'disallow-host-path': 'enforce', 'restrict-volume-types': 'enforce' } as const;
    expect((await judge(pod({ volumes }), inForce)).map(({ policy, path }) => [policy.id, path])).to.deep.equal([
      ['disallow-host-path', '/spec/volumes/0/hostPath'],
      ['restrict-volume-types', '/spec/volumes/1/nfs'],
    ]);
  });

  it('takes nothing for said that a policy which broke would have said', () => {
    const said = { message: 'x', remedy: 'X.', mode: 'enforce' } as const;
    const broken: Finding = { ...said, policy: hostPath.meta, path: '' };
    const twin: Finding = {
      ...said,
      policy: volumeTypes.meta,
      path: '/spec/volumes/0/hostPath',
      saidBy: hostPath.meta.id,
    };
    expect(sayOnce([broken, twin])).to.deep.equal([broken, twin]);
  });

  it('keeps one of two that refer to each other', () => {
    const said = { message: 'x', remedy: 'X.', mode: 'enforce', path: '/spec' } as const;
    const circle: readonly Finding[] = [
      { ...said, policy: volumeTypes.meta, saidBy: hostPath.meta.id },
      { ...said, policy: hostPath.meta, saidBy: volumeTypes.meta.id },
    ];
    expect(sayOnce(circle)).to.deep.equal(circle);
  });

  describe('of an update', () => {
    const inForce = { 'restrict-seccomp': 'enforce', 'require-seccomp-profile': 'enforce' } as const;
    const unconfined = setting({ seccompProfile: { type: 'Unconfined' } });

    it('only warns about what was there before', async () => {
      expect(brief(await judge(unconfined, inForce, { previous: unconfined }))).to.deep.equal([
        'require-seccomp-profile warn',
      ]);
    });

    it('denies what is new for one of the two alone', async () => {
      expect(brief(await judge(unconfined, inForce, { previous: setting({}) }))).to.deep.equal([
        'require-seccomp-profile warn',
        'restrict-seccomp enforce',
      ]);
    });

    it('warns once about what a controller makes', async () => {
      const user = 'system:serviceaccount:kube-system:replicaset-controller';
      expect(brief(await judge(unconfined, inForce, { user }))).to.deep.equal(['require-seccomp-profile warn']);
    });
  });

  it('tells a user of the profile production once, and leaves the fix', async () => {
    const { profiles } = compileProfiles({ policies, builtin: builtinProfiles, own: {}, sources: new Set() });
    const inForce = Object.fromEntries(
      [...(profiles.get('production')?.policies ?? [])]
        .filter(([, { policy }]) => policy.meta.category === 'pod-security')
        .map(([id, { mode }]) => [id, mode]),
    );
    for (const { object, twin, speaker } of pairs) {
      const found = await judge(object, inForce);
      expect(brief(found)).to.include(`${speaker} enforce`).and.not.include(`${twin} enforce`);
      const isMendable = found.some(({ policy, fix }) => policy.id === speaker && fix !== undefined);
      expect(isMendable, speaker).to.equal(speaker !== 'disallow-host-path');
    }
  });
});
