import { expect } from 'chai';
import jsonPatch from 'fast-json-patch';
import type { Operation } from 'fast-json-patch';
import { policies } from '../../policies/index.js';
import type { NamespaceLabels } from '../../src/admission/opt-in.js';
import { builtinProfiles } from '../../src/config/profiles.js';
import { compileProfiles } from '../../src/engine/profile.js';
import type { ProfileDefinitions } from '../../src/engine/profile.js';
import type { Json, JsonObject } from '../../src/policy/json.js';
import { arrayAt, dig, objectAt } from '../../src/policy/json.js';
import { container, deployment, pod } from '../builders.js';
import { ask, barePod, fitSpec, kinds, review } from './review.js';
import type { Response, ReviewFields } from './review.js';
import { startServer } from './running-server.js';
import type { RunningServer } from './running-server.js';

/** The object as the API server will have it: a patch that does not apply in every step is an error. */
function patched(object: JsonObject, { patch = '', patchType }: Response): JsonObject {
  expect(patchType).to.equal('JSONPatch');
  expect(patch).to.equal(Buffer.from(patch, 'base64').toString('base64'));
  const operations = JSON.parse(Buffer.from(patch, 'base64').toString()) as Operation[];
  return jsonPatch.applyPatch(structuredClone(object), operations, true).newDocument;
}

describe('/mutate', () => {
  let server: RunningServer;
  before(async () => {
    server = await startServer();
  });
  after(() => {
    server.close();
  });
  const mutate = (object: JsonObject | null, fields: ReviewFields = {}) =>
    ask(server, '/mutate', review(object, { kind: kinds.pod, ...fields }));

  it('adds to a bare Pod what is missing, by a patch that applies', async () => {
    const result = patched(barePod, await mutate(barePod));
    expect(dig(result, 'spec', 'containers')).to.deep.equal([
      container({
        ports: [{ containerPort: 8080 }],
        securityContext: { allowPrivilegeEscalation: false },
        resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
        lifecycle: { preStop: { sleep: { seconds: 5 } } },
      }),
    ]);
  });

  it('patches the result of its own patch no more', async () => {
    const response = await mutate(patched(barePod, await mutate(barePod)));
    expect(response).to.deep.equal({ uid: response.uid, allowed: true });
  });

  it('leaves alone what the user set', async () => {
    const set = {
      ports: [{ containerPort: 8080 }],
      securityContext: { allowPrivilegeEscalation: true },
      resources: { requests: { memory: '1Gi' } },
      lifecycle: { preStop: { exec: { command: ['sync'] } } },
    };
    const object = pod({ containers: [container(set)] });
    const [found] = dig(patched(object, await mutate(object)), 'spec', 'containers') as JsonObject[];
    expect(found).to.deep.equal(
      container({ ...set, resources: { requests: { cpu: '100m', memory: '1Gi' }, limits: { memory: '1Gi' } } }),
    );
  });

  it('gives the same bytes for the same Pod', async () => {
    const body = JSON.stringify(review(barePod, { kind: kinds.pod }));
    expect((await server.send('/mutate', body)).text).to.equal((await server.send('/mutate', body)).text);
  });

  it('adds to a Pod that has no name yet', async () => {
    const object = { ...barePod, metadata: { generateName: 'web-' } };
    expect(await mutate(object, { name: '' })).to.have.property('patch');
  });

  it('adds to a Pod whose request names nothing, as newer API servers send it', async () => {
    const object = { ...barePod, metadata: { generateName: 'web-' } };
    const { name: _, ...request } = objectAt(review(object, { kind: kinds.pod }), 'request') ?? {};
    const response = await ask(server, '/mutate', { ...review(object), request });
    expect(patched(object, response)['metadata']).to.deep.equal({ generateName: 'web-' });
    expect(server.log.at(-1)).to.include({ decision: 'patch', name: undefined });
  });

  it('never denies: that is for the other endpoint', async () => {
    const object = pod({ containers: [container({ image: 'nginx', resources: { requests: { cpu: -1 } } })] });
    const { allowed, status } = await mutate(object);
    expect({ allowed, status }).to.deep.equal({ allowed: true, status: undefined });
  });

  const mirror = { name: 'etcd', annotations: { 'kubernetes.io/config.mirror': 'abc' } };
  const untouched: readonly (readonly [string, JsonObject | null, ReviewFields])[] = [
    ['a Pod that lacks nothing', pod(fitSpec()), {}],
    ['an update of a Pod', barePod, { operation: 'UPDATE', oldObject: barePod }],
    ['a deletion', null, { operation: 'DELETE', oldObject: barePod }],
    ['a part of a Pod', barePod, { operation: 'UPDATE', subResource: 'ephemeralcontainers', oldObject: barePod }],
    ['a binding', { kind: 'Binding' }, { subResource: 'binding' }],
    ['a Deployment', deployment(), { kind: kinds.deployment }],
    ['a Job', deployment(), { kind: { group: 'batch', version: 'v1', kind: 'Job' } }],
    ['a Pod of another group', barePod, { kind: { group: 'example.com', version: 'v1', kind: 'Pod' } }],
    ['a mirror Pod', { ...barePod, metadata: mirror }, { user: 'system:node:one' }],
  ];
  for (const [what, object, fields] of untouched) {
    it(`does not touch ${what}`, async () => {
      const response = await mutate(object, fields);
      expect(response).to.deep.equal({ uid: response.uid, allowed: true });
    });
  }

  it('takes nobody but a node at its word about mirror Pods', async () => {
    expect(await mutate({ ...barePod, metadata: mirror }, { user: 'jane' })).to.have.property('patch');
  });

  it('leaves exempt namespaces and users alone', async () => {
    const other = await startServer({ exempt: { namespaces: new Set(['quiet']), users: new Set(['root']) } });
    try {
      for (const fields of [{ namespace: 'quiet' }, { user: 'root' }]) {
        const response = await ask(other, '/mutate', review(barePod, { kind: kinds.pod, ...fields }));
        expect(response).to.deep.equal({ uid: response.uid, allowed: true });
      }
    } finally {
      other.close();
    }
  });
});

describe('what is added to a Pod', () => {
  const drain = { policies: { 'require-graceful-termination': { drainSeconds: 20 } } };
  const ratio = { policies: { 'require-sound-resources': { maxLimitToRequest: { memory: 1.5 } } } };
  const labelled = (enforce: string): NamespaceLabels => {
    const labels = { 'seaworthy.dev/enforce': enforce, 'seaworthy.dev/inject': 'production' };
    return { labelsOf: () => labels, readLive: () => Promise.resolve(labels) };
  };

  /** Adds to the Pod what it lacks, and gives its container after the validating webhook has let it in. */
  async function admitted(own: ProfileDefinitions, enforce: string, object: JsonObject): Promise<Json | undefined> {
    const { profiles } = compileProfiles({ policies, builtin: builtinProfiles, own, sources: new Set() });
    const server = await startServer({ namespaces: labelled(enforce), rules: { profiles } });
    try {
      const result = patched(object, await ask(server, '/mutate', review(object, { kind: kinds.pod })));
      const { allowed, status } = await ask(server, '/validate', review(result, { kind: kinds.pod }));
      expect({ allowed, message: status?.message }).to.deep.equal({ allowed: true, message: undefined });
      return arrayAt(result['spec'], 'containers')[0];
    } finally {
      server.close();
    }
  }

  const hurried = pod({ ...fitSpec({ lifecycle: null }), terminationGracePeriodSeconds: 22 });
  const open = pod(fitSpec({ resources: { requests: { cpu: '100m', memory: '100Mi' } } }));
  const cases = [
    ['the profile that adds it', { production: drain }, 'production', hurried],
    ['another profile', { patient: { extends: 'production', ...drain } }, 'patient', hurried],
  ] as const;
  for (const [whose, own, enforce, object] of cases) {
    it(`leaves the time to drain that is demanded by ${whose}`, async () => {
      const added = await admitted(own, enforce, object);
      expect(dig(added, 'lifecycle')).to.deep.equal({ preStop: { sleep: { seconds: 2 } } });
    });
  }

  it('is at most so many times a request as another policy allows', async () => {
    const added = await admitted({ production: ratio }, 'production', open);
    expect(dig(added, 'resources', 'limits')).to.deep.equal({ memory: String(150 * 1024 * 1024) });
  });
});
