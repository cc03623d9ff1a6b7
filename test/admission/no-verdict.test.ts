import { expect } from 'chai';
import { policies } from '../../policies/index.js';
import { createEndpoint } from '../../src/admission/endpoint.js';
import { createGeneration } from '../../src/admission/generation.js';
import { createMutate } from '../../src/admission/mutate.js';
import { everyNamespace } from '../../src/admission/opt-in.js';
import { createValidate } from '../../src/admission/validate.js';
import { defaultConfiguration, rulesOf } from '../../src/config/configuration.js';
import { createInspect } from '../../src/engine/inspect.js';
import { newestKubernetes } from '../../src/policy/version.js';
import { pod } from '../builders.js';

const rules = rulesOf(defaultConfiguration(policies), { policies, version: newestKubernetes });
const exempt = { namespaces: new Set<string>(), users: new Set<string>() };
const generation = createGeneration({ rules, inspect: createInspect(rules), exempt });
const namespaces = everyNamespace('production');

const object = pod({ containers: Array.from({ length: 5_000 }, (_, index) => ({ name: `c${index}` })) });
const kind = { group: '', version: 'v1', kind: 'Pod' };
const request = { uid: 'u', kind, operation: 'CREATE', namespace: 'shop', name: 'web', object };
const review = JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request });

describe('a review that cannot be judged in time', () => {
  for (const [name, judge] of [
    ['validate', createValidate(namespaces)],
    ['mutate', createMutate(namespaces)],
  ] as const) {
    it(`is an error at /${name}, and never allowed`, async () => {
      const endpoint = createEndpoint(judge, () => generation);
      // Half a millisecond: 5,000 containers take hundreds, on any machine.
      const { status, body, decision } = await endpoint(review, { now: 0, deadline: 0.5, clock: performance.now() });
      expect([status, decision]).to.deep.equal([500, 'error']);
      expect(JSON.parse(body)).to.include({ message: 'Seaworthy had no time left to judge this object' });
    });

    it(`is an error at /${name} when what was judged before it took the time`, async () => {
      const endpoint = createEndpoint(judge, () => generation);
      const times = { now: 0, deadline: 60_000, clock: performance.now() - 60_100 };
      const { status, body } = await endpoint(review, times);
      expect(status).to.equal(500);
      expect(JSON.parse(body)).to.include({ message: 'Seaworthy had no time left to judge this object' });
    });

    it(`is judged at /${name} when there is time`, async () => {
      const endpoint = createEndpoint(judge, () => generation);
      const { status } = await endpoint(review, { now: 0, deadline: 60_000, clock: performance.now() });
      expect(status).to.equal(200);
    });
  }
});
