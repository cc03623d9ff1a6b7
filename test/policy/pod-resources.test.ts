import { expect } from 'chai';
import policy from '../../policies/require-sound-resources.js';
import type { Json, JsonObject } from '../../src/policy/json.js';
import { container, deployment, pod } from '../builders.js';
import { judge } from '../policy-tester.js';

const having = (requests: Json, limits: Json = {}) => ({ resources: { requests, limits } }) satisfies JsonObject;

describe('an update of a pod whose containers go beyond it', () => {
  const own = { requests: { memory: '500Mi' }, limits: { memory: '800Mi' } };
  const of = (...amounts: readonly [request: string, limit?: string][]) =>
    deployment({
      resources: own,
      containers: amounts.map(([request, limit = null], index) =>
        container({ name: `c${index}`, ...having({ memory: request }, { memory: limit }) }),
      ),
    });
  const caps = (object: JsonObject, previous: JsonObject) =>
    judge(policy, { name: 'an update', object, previous }).map(({ atMost }) => atMost);

  it('is only warned of where it went beyond the same before, by one limit or by all that is requested', () => {
    expect(caps(of(['400Mi'], ['200Mi']), of(['100Mi', '900Mi'], ['700Mi']))).to.deep.equal(['warn']);
    expect(caps(of(['100Mi', '900Mi']), of(['600Mi'], ['600Mi']))).to.deep.equal(['warn']);
  });

  it('is judged as a new fault where the pod was sound before, or wrong in another resource', () => {
    const beyond = of(['100Mi', '900Mi']);
    expect(caps(beyond, of(['100Mi', '800Mi']))).to.deep.equal([undefined]);
    const cpu = deployment({
      resources: { limits: { cpu: '1' } },
      containers: [container(having({ cpu: '1' }, { cpu: '2' }))],
    });
    expect(caps(beyond, cpu)).to.deep.equal([undefined]);
  });
});

describe('huge pages of a whole pod', () => {
  const resources = { limits: { 'hugepages-2Mi': '4Mi' } };
  const said = (object: JsonObject): readonly string[] =>
    judge(policy, { name: 'pages', object }).map(({ path, message }) => `${path}: ${message}`);
  const fault = 'the pod has hugepages, but neither cpu nor memory';

  it('are sound in a Pod, which takes over what its containers request', () => {
    expect(said(pod({ resources, containers: [container(having({ cpu: '100m' }))] }))).to.deep.equal([]);
    const init = container({ name: 'init', ...having({}, { memory: '64Mi' }) });
    expect(said(pod({ resources, containers: [container({ resources: {} })], initContainers: [init] }))).to.deep.equal(
      [],
    );
  });

  it('are wrong where no container requests cpu or memory, and in a template, which takes over nothing', () => {
    const storage = container(having({ 'ephemeral-storage': '1Gi' }));
    const debug = container({ name: 'debug', ...having({ cpu: '100m' }) });
    const lacking = pod({ resources, containers: [storage], ephemeralContainers: [debug] });
    expect(said(lacking)).to.deep.equal([`/spec/resources: ${fault}`]);
    const made = deployment({ resources, containers: [container(having({ cpu: '100m' }))] });
    expect(said(made)).to.deep.equal([`/spec/template/spec/resources: ${fault}`]);
  });
});
