import { expect } from 'chai';
import jsonPatch from 'fast-json-patch';
import fc from 'fast-check';
import { policies } from '../../policies/index.js';
import { toPatch } from '../../src/engine/edit.js';
import { see, violationsOf } from '../../src/engine/evaluate.js';
import type { Circumstances } from '../../src/engine/evaluate.js';
import { withoutSources } from '../../src/engine/gather.js';
import { inject, injectRelated } from '../../src/engine/inject.js';
import { withDefaults } from '../../src/engine/defaults.js';
import type { ProfiledPolicy, ProfileSettings } from '../../src/engine/profile.js';
import type { JsonObject } from '../../src/policy/json.js';
import { relatedKinds } from '../../src/policy/related.js';
import { newestKubernetes } from '../../src/policy/version.js';
import { container, deployment, pod } from '../builders.js';

const circumstances: Circumstances = {
  now: Date.UTC(2026, 0, 15),
  kubernetesVersion: newestKubernetes,
  facts: { ...withoutSources, images: () => ({ known: false, reason: 'nobody was asked' }) },
};

interface Court {
  readonly injectors: readonly ProfiledPolicy[];
  readonly injected: (object: JsonObject) => JsonObject;
  /** What every policy says, as one text a finding. */
  readonly findings: (object: JsonObject) => readonly string[];
  readonly around: Circumstances;
}

/** All policies with settings of which some, by id, differ from the defaults. */
function courtWith(others: Readonly<Record<string, JsonObject>>): Court {
  const judges = policies.map((policy) => {
    const settings = withDefaults(policy.settings, others[policy.meta.id] ?? {}) as ProfileSettings;
    return { policy, mode: 'enforce' as const, inject: policy.injectable === true, settings };
  });
  const injectors = judges.filter(({ inject: adds }) => adds);
  const around = {
    ...circumstances,
    settingsOf: (id: string) => judges.find(({ policy }) => policy.meta.id === id)?.settings,
  };
  return {
    injectors,
    injected: (object) => {
      const sight = see(object, 'Pod');
      return inject(injectors, sight, (injector) => violationsOf(injector, sight, around)).sight.object;
    },
    findings: (object) =>
      judges.flatMap((judge) =>
        violationsOf(judge, see(object, 'Pod'), around).map(({ path }) => `${judge.policy.meta.id} ${path}`),
      ),
    around,
  };
}

const seconds = fc.constantFrom(1, 5, 10, 20, 45);
const some = fc.subarray(['cpu', 'memory'], { minLength: 0 });
const ratio = fc.constantFrom(1, 1.5, 2, 3);
const ownAmounts = fc.record(
  { cpu: fc.constantFrom('10m', '1', '0.3'), memory: fc.constantFrom('32Mi', '1Gi', '100M') },
  { requiredKeys: [] },
);
/** The settings that bear on what is added, in every policy that adds or that judges what was added. */
const settings = fc.record({
  'require-prestop-hook': fc.record({ sleepSeconds: seconds, drainSeconds: seconds }),
  'require-graceful-termination': fc.record({ drainSeconds: seconds }),
  'require-resources': fc.record({
    requests: some,
    limits: some,
    initContainers: fc.boolean(),
    defaults: fc.record({ requests: ownAmounts, limits: ownAmounts }),
  }),
  'require-sound-resources': fc.record({
    maxLimitToRequest: fc.record({ cpu: ratio, memory: ratio }, { requiredKeys: [] }),
  }),
});
const usual = courtWith({ 'require-resources': { limits: ['cpu', 'memory'] } });

const amount = fc.constantFrom('1m', '50m', '2', '64Mi', '300Mi', '4Gi', 1, 0.5);
const amounts = fc.record({ cpu: amount, memory: amount }, { requiredKeys: [] });
const containers = fc.array(
  fc
    .record(
      {
        ports: fc.constantFrom([{ containerPort: 80 }], [], null),
        lifecycle: fc.constantFrom(null, {}, { preStop: {} }, { preStop: { sleep: { seconds: 12 } } }),
        resources: fc.oneof(
          fc.constantFrom(null, {}),
          fc.record({ requests: amounts, limits: amounts }, { requiredKeys: [] }),
        ),
        securityContext: fc.constantFrom(null, {}, { privileged: true }, { allowPrivilegeEscalation: true }),
      },
      { requiredKeys: [] },
    )
    .map((fields) => container(fields as JsonObject)),
  { minLength: 1, maxLength: 3 },
);
const pods = fc
  .record(
    {
      containers,
      initContainers: containers,
      terminationGracePeriodSeconds: fc.constantFrom(0, 8, 11, 14, 22, 30, 90),
      resources: fc.record({ requests: amounts, limits: amounts }, { requiredKeys: [] }),
    },
    { requiredKeys: ['containers'] },
  )
  .map((spec) => pod(spec as JsonObject));

describe('all injections together', () => {
  it('find nothing to do the second time', () => {
    fc.assert(
      fc.property(pods, settings, (object, chosen) => {
        const { injected } = courtWith(chosen);
        const once = injected(object);
        expect(injected(once)).to.deep.equal(once);
      }),
    );
  });

  it('mend without bringing anything new: no request above its limit, no sleep that leaves no time to drain, whatever the settings', () => {
    fc.assert(
      fc.property(pods, settings, (object, chosen) => {
        const { injected, findings } = courtWith(chosen);
        expect(findings(object)).to.include.members(findings(injected(object)));
      }),
    );
  });

  it('give a Deployment of which only the related fields are kept what they give the whole one', () => {
    const { keep } = relatedKinds.Deployment;
    const give = (object: JsonObject): JsonObject =>
      keep(injectRelated(usual.injectors, see(object, 'Deployment'), usual.around));
    fc.assert(
      fc.property(pods, ({ spec }) => {
        const whole = deployment(spec as JsonObject);
        expect(give(keep(whole))).to.deep.equal(give(whole));
      }),
    );
  });

  it('are a patch that only adds, and that applies strictly', () => {
    fc.assert(
      fc.property(pods, (object) => {
        const after = usual.injected(object);
        const patch = toPatch(object, after);
        // Unlike structuredClone, this tells apart equal parts that the generator gave out twice.
        const copy = JSON.parse(JSON.stringify(object)) as JsonObject;
        expect(jsonPatch.applyPatch(copy, structuredClone([...patch]), true).newDocument).to.deep.equal(after);
        for (const { op, path } of patch) {
          // Where the user wrote null, the same place is filled: that is a replacement in words alone.
          if (op === 'replace') expect(jsonPatch.getValueByPointer(object, path)).to.equal(null);
          else expect(op).to.equal('add');
        }
      }),
    );
  });
});
