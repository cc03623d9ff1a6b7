import { expect } from 'chai';
import { createInspect } from '../../src/engine/inspect.js';
import type { Inspect } from '../../src/engine/inspect.js';
import type { ImageLookup } from '../../src/engine/rules.js';
import type { Scope } from '../../src/engine/scope.js';
import { requireFlaggedNeighbour, requireTeam, samplePolicies, throwing } from './sample-policies.js';
import { deployment, pod } from '../builders.js';
import { deepFreeze, rulesFor, sampleDeployment, samplePod } from './sample-rules.js';

const enforce: Scope = { optIn: { enforce: 'production' }, now: 0 };
const both: Scope = { optIn: { enforce: 'production', inject: 'production' }, now: 0 };
const controllers = 'system:serviceaccount:kube-system:';

describe('engine/inspect', () => {
  it('finds what is wrong, with the container, the path and the remedy', async () => {
    const { findings } = await createInspect(rulesFor())(
      samplePod({ name: 'a', flag: true }, { name: 'b' }),
      'Pod',
      enforce,
    );
    expect(findings.map(({ policy, mode, path, container }) => [policy.id, mode, path, container])).to.deep.equal([
      ['require-flag', 'enforce', '/spec/containers/1/flag', 'b'],
      ['require-team', 'enforce', '/metadata/team', undefined],
    ]);
    expect(findings[1]?.remedy).to.equal('Do as the test says.');
  });

  it('lets a violation do no more than it says it may', async () => {
    const { findings } = await createInspect(rulesFor())(samplePod({ name: 'a', flag: true }), 'Pod', {
      optIn: { enforce: 'strict' },
      now: 0,
    });
    expect(findings.map(({ policy, mode }) => [policy.id, mode])).to.deep.equal([
      ['require-room', 'warn'],
      ['require-team', 'enforce'],
    ]);
  });

  it('turns a policy that throws into a finding in its own mode, without the words of the error', async () => {
    const rules = rulesFor(
      { production: { policies: { throwing: { mode: 'audit' } } } },
      { policies: [...samplePolicies, throwing] },
    );
    const { findings } = await createInspect(rules)(samplePod(), 'Pod', enforce);
    const finding = findings.find(({ policy }) => policy.id === 'throwing');
    expect(finding).to.include({
      mode: 'audit',
      path: '',
      message: 'throwing could not judge this object (TypeError)',
    });
    expect(JSON.stringify(findings)).not.to.include('hunter2');
  });

  describe('injection', () => {
    it('adds to a Pod only where the caller says so, and never writes to the object', async () => {
      const pod = deepFreeze(samplePod({ name: 'a' }));
      const inspect = createInspect(rulesFor());
      const mutated = await inspect(pod, 'Pod', { ...both, injectPods: true });
      expect(mutated.object).to.deep.equal(samplePod({ name: 'a', flag: true }));
      expect(mutated.findings.map(({ policy }) => policy.id)).to.deep.equal(['require-team']);
      const judged = await inspect(pod, 'Pod', both);
      expect(judged.object).to.equal(pod);
      expect(judged.findings.map(({ policy }) => policy.id)).to.deep.equal(['require-flag', 'require-team']);
    });

    it('judges a template after the injection that its Pods will get, and says what that is', async () => {
      const { findings, injections } = await createInspect(rulesFor())(
        sampleDeployment({ name: 'a' }),
        'Deployment',
        both,
      );
      expect(findings.map(({ policy }) => policy.id)).to.deep.equal(['require-team']);
      expect(
        injections.map(({ policy, container, field, edit }) => [
          policy.id,
          container,
          field,
          edit.op === 'set' && edit.value,
        ]),
      ).to.deep.equal([['require-flag', 'a', 'flag', true]]);
    });

    it('begins with what LimitRanges give the Pod of a manifest: one that comes in has it already', async () => {
      const range = { kind: 'LimitRange', spec: { limits: [{ type: 'Container', default: { cpu: '1' } }] } };
      const inspect = createInspect(rulesFor({}, { inventory: () => ({ known: true, value: [range] }) }));
      const object = samplePod({ name: 'a', flag: true });
      const scope = { ...both, injectPods: true };
      expect((await inspect(object, 'Pod', scope)).object).to.equal(object);
      const resources = { limits: { cpu: '1' }, requests: { cpu: '1' } };
      const manifest = await inspect(object, 'Pod', { ...scope, isManifest: true });
      expect(manifest.object).to.deep.equal(samplePod({ name: 'a', flag: true, resources }));
    });

    it('changes nothing the second time', async () => {
      const inspect = createInspect(rulesFor());
      const scope = { ...both, injectPods: true };
      const once = await inspect(samplePod({ name: 'a' }), 'Pod', scope);
      const twice = await inspect(once.object, 'Pod', scope);
      expect(twice.object).to.equal(once.object);
      expect(twice.injections).to.deep.equal([]);
    });

    it('uses the settings of the profile that injects', async () => {
      const own = { mild: { extends: 'production', policies: { 'require-flag': { value: false } } } };
      const { object } = await createInspect(rulesFor(own))(samplePod({ name: 'a' }), 'Pod', {
        optIn: { inject: 'mild' },
        now: 0,
        injectPods: true,
      });
      expect(object).to.deep.equal(samplePod({ name: 'a', flag: false }));
    });
  });

  describe('an object beside the one that is judged', () => {
    const neighbour = deepFreeze(sampleDeployment({ name: 'a' }, { name: 'b', flag: false }));
    const rules = rulesFor(
      { production: { policies: { 'require-flagged-neighbour': {} } } },
      {
        policies: [requireFlaggedNeighbour, ...samplePolicies],
        inventory: () => ({ known: true, value: [neighbour] }),
      },
    );
    const pod = samplePod({ name: 'c', flag: true });
    const beside = async (scope: Scope): Promise<readonly (readonly [message: string, mode: string])[]> =>
      (await createInspect(rules)(pod, 'Pod', scope)).findings
        .filter(({ policy }) => policy.id === 'require-flagged-neighbour')
        .map(({ message, mode }) => [message, mode]);

    it('is seen with what its Pods will be given where the namespace opts in to that, and is not written to', async () => {
      expect(await beside(both)).to.deep.equal([['flags beside: true, false', 'enforce']]);
      expect(await beside({ ...both, optIn: { ...both.optIn, inject: 'unheard-of' } })).to.deep.equal([
        ['flags beside: null, false', 'enforce'],
      ]);
    });

    it('is seen as it is elsewhere', async () => {
      expect(await beside(enforce)).to.deep.equal([['flags beside: null, false', 'enforce']]);
    });

    it('is seen the same way beside the object as it was', async () => {
      expect(await beside({ ...both, previous: pod })).to.deep.equal([['flags beside: true, false', 'warn']]);
    });
  });

  describe('an update', () => {
    const inspect = createInspect(rulesFor());

    it('is only warned about what the object had before, wherever its container stands now', async () => {
      const previous = sampleDeployment({ name: 'a' }, { name: 'b', flag: true });
      const now = sampleDeployment({ name: 'b', flag: true }, { name: 'a' });
      const { findings } = await inspect(now, 'Deployment', { ...enforce, previous });
      expect(findings.map(({ policy, mode, lowered }) => [policy.id, mode, lowered])).to.deep.equal([
        ['require-flag', 'warn', 'not-worse'],
        ['require-team', 'warn', 'not-worse'],
      ]);
    });

    it('is denied what is new, also at the place where another container had the same fault', async () => {
      const previous = sampleDeployment({ name: 'a' });
      const { findings } = await inspect(sampleDeployment({ name: 'b' }), 'Deployment', { ...enforce, previous });
      expect(findings.map(({ policy, mode }) => [policy.id, mode])).to.deep.equal([
        ['require-flag', 'enforce'],
        ['require-team', 'warn'],
      ]);
    });

    it('is denied another subject in the same field', async () => {
      const images: ImageLookup = (references) =>
        Promise.resolve(new Map(references.map((name) => [name, { known: false, reason: `nothing about ${name}` }])));
      const rules = rulesFor(
        { production: { policies: { 'require-evidence': {}, 'require-team': false } } },
        { images },
      );
      const scope = { ...enforce, previous: samplePod({ name: 'a', flag: true, image: 'x:1' }) };
      const same = await createInspect(rules)(samplePod({ name: 'a', flag: true, image: 'x:1' }), 'Pod', scope);
      const other = await createInspect(rules)(samplePod({ name: 'a', flag: true, image: 'x:2' }), 'Pod', scope);
      expect(same.findings.map(({ mode }) => mode)).to.deep.equal(['warn']);
      expect(other.findings.map(({ mode, message }) => [mode, message])).to.deep.equal([
        ['enforce', 'nothing about x:2'],
      ]);
    });
  });

  describe('what a built-in controller makes', () => {
    const rows: readonly [kind: string, user: string, mode: string][] = [
      ['Pod', `${controllers}replicaset-controller`, 'warn'],
      ['Pod', `${controllers}replication-controller`, 'warn'],
      ['Pod', `${controllers}statefulset-controller`, 'warn'],
      ['Pod', `${controllers}daemon-set-controller`, 'warn'],
      ['Pod', `${controllers}job-controller`, 'warn'],
      ['Pod', 'system:kube-controller-manager', 'warn'],
      ['ReplicaSet', `${controllers}deployment-controller`, 'warn'],
      ['Job', `${controllers}cronjob-controller`, 'warn'],
      ['Pod', `${controllers}deployment-controller`, 'enforce'],
      ['Pod', 'system:serviceaccount:kube-system:replicaset-controller2', 'enforce'],
      ['Pod', 'system:serviceaccount:shop:replicaset-controller', 'enforce'],
      ['Deployment', 'system:kube-controller-manager', 'enforce'],
      ['Pod', 'system:node:worker-1', 'enforce'],
      ['Pod', 'alice', 'enforce'],
    ];
    for (const [kind, user, mode] of rows) {
      it(`is ${mode === 'warn' ? 'warned about' : 'denied'}: a ${kind} by ${user}`, async () => {
        const object =
          kind === 'Pod'
            ? samplePod({ name: 'a', flag: true })
            : { ...sampleDeployment({ name: 'a', flag: true }), kind };
        const { findings } = await createInspect(rulesFor())(object, kind, { ...enforce, user });
        expect(findings.map((finding) => finding.mode)).to.deep.equal([mode]);
      });
    }

    it('is warned about when a node mirrors a static Pod, and denied when somebody else says so', async () => {
      const mirror = {
        ...samplePod({ name: 'a', flag: true }),
        metadata: { name: 'x', annotations: { 'kubernetes.io/config.mirror': 'h' } },
      };
      const inspect = createInspect(rulesFor());
      const byNode = await inspect(mirror, 'Pod', { ...enforce, user: 'system:node:worker-1' });
      const byUser = await inspect(mirror, 'Pod', { ...enforce, user: 'alice' });
      expect([byNode.findings[0]?.mode, byUser.findings[0]?.mode]).to.deep.equal(['warn', 'enforce']);
    });

    it('is denied where the configuration says so', async () => {
      const inspect = createInspect(rulesFor({}, { ownedPods: 'enforce' }));
      const { findings } = await inspect(samplePod({ name: 'a', flag: true }), 'Pod', {
        ...enforce,
        user: `${controllers}replicaset-controller`,
      });
      expect(findings.map(({ mode }) => mode)).to.deep.equal(['enforce']);
    });
  });

  describe('facts', () => {
    /** Judges by a policy that needs evidence, and remembers the images that it is asked for. */
    const rememberAsked = (): { readonly asked: readonly string[]; readonly inspect: Inspect } => {
      const asked: string[] = [];
      const images: ImageLookup = (references) => {
        asked.push(...references);
        return Promise.resolve(new Map());
      };
      const rules = rulesFor({ production: { policies: { 'require-evidence': {} } } }, { images });
      return { asked, inspect: createInspect(rules) };
    };

    it('asks for nothing when no policy in force needs it', async () => {
      let asked = 0;
      const images: ImageLookup = () => Promise.resolve(new Map([['', { known: false, reason: String(asked++) }]]));
      await createInspect(rulesFor({}, { images }))(samplePod({ name: 'a', image: 'x' }), 'Pod', enforce);
      expect(asked).to.equal(0);
    });

    it('asks once for each image of every container, with the deadline', async () => {
      const calls: unknown[] = [];
      const images: ImageLookup = (references, deadline) => {
        calls.push([references, deadline]);
        return Promise.resolve(new Map());
      };
      const rules = rulesFor({ production: { policies: { 'require-evidence': {} } } }, { images });
      const pod = samplePod({ name: 'a', image: 'x' }, { name: 'b', image: 'x' }, { name: 'c', image: 'y' });
      const { findings } = await createInspect(rules)(pod, 'Pod', { ...enforce, deadline: 5 });
      expect(calls).to.deep.equal([[['x', 'y'], 5]]);
      expect(findings.filter(({ policy }) => policy.id === 'require-evidence')).to.have.length(3);
    });

    it('asks for the images of volumes, wherever the object carries its pod', async () => {
      const { asked, inspect } = rememberAsked();
      const volumes = [{ name: 'model', image: { reference: 'm' } }, { name: 'none', image: {} }, { name: 'tmp' }];
      const object = deployment({ containers: [{ name: 'a', image: 'x' }], volumes });
      await inspect(object, 'Deployment', enforce);
      expect(asked).to.deep.equal(['x', 'm']);
    });

    it('asks for no image that another will take the place of', async () => {
      const { asked, inspect } = rememberAsked();
      const metadata = { name: 'web', labels: { 'sidecar.istio.io/inject': 'true' } };
      const gateway = { ...pod({ containers: [{ name: 'istio-proxy', image: 'auto' }] }), metadata };
      await inspect({ ...deployment(), spec: { template: gateway } }, 'Deployment', enforce);
      await inspect(gateway, 'Pod', { ...enforce, isManifest: true });
      expect(asked).to.deep.equal([]);
      await inspect(gateway, 'Pod', enforce);
      expect(asked).to.deep.equal(['auto']);
    });

    it('only warns where there is no source', async () => {
      const rules = rulesFor({ production: { policies: { 'require-evidence': {} } } });
      const { findings } = await createInspect(rules)(samplePod({ name: 'a', flag: true }), 'Pod', enforce);
      expect(findings.find(({ policy }) => policy.id === 'require-evidence')).to.include({
        mode: 'warn',
        message: '0 records',
      });
    });
  });

  it('judges only resources on a resize', async () => {
    const scope: Scope = { optIn: { enforce: 'strict' }, now: 0, subresource: 'resize' };
    const { findings } = await createInspect(rulesFor())(samplePod({ name: 'a' }), 'Pod', scope);
    expect(findings.map(({ policy }) => policy.id)).to.deep.equal(['require-room']);
  });

  it('finds the containers of thousands of findings in one pass', async () => {
    const rules = rulesFor(
      { production: { policies: { 'require-team': false } } },
      { policies: [...samplePolicies.filter((one) => one !== requireTeam), requireTeam] },
    );
    const containers = Array.from({ length: 5000 }, (_, index) => ({ name: `c${index}` }));
    const { findings } = await createInspect(rules)(samplePod(...containers), 'Pod', enforce);
    expect(findings).to.have.length(5000);
    expect(findings.at(-1)?.container).to.equal('c4999');
  });
});
