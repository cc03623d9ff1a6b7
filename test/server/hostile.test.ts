import { expect } from 'chai';
import type { Json, JsonObject } from '../../src/policy/json.js';
import { container, deployment, pod } from '../builders.js';
import { ask, barePod, fitDeployment, kinds, responseIn, review, statusIn, uidOf, unfitDeployment } from './review.js';
import { startServer } from './running-server.js';
import type { Reply, RunningServer } from './running-server.js';

const request = review(fitDeployment)['request'] as JsonObject;
const uid = uidOf(review(fitDeployment));

/** A review with fields of the request replaced; undefined takes one out. */
function tweaked(fields: Readonly<Record<string, Json | undefined>>): JsonObject {
  return { ...review(fitDeployment), request: { ...request, ...fields } };
}

describe('odd and hostile input', () => {
  let server: RunningServer;
  before(async () => {
    server = await startServer();
  });
  after(() => {
    server.close();
  });
  const post = (path: string, body: string): Promise<Reply> => server.send(path, body);

  const refused: readonly (readonly [string, unknown, RegExp])[] = [
    ['no review at all', {}, /kind is missing, not AdmissionReview/],
    ['null', null, /kind is missing/],
    ['an array', [], /kind is missing/],
    ['another kind', { ...review(fitDeployment), kind: 'Deployment' }, /kind is "Deployment", not AdmissionReview/],
    [
      'an old version',
      { ...review(fitDeployment), apiVersion: 'admission.k8s.io/v1beta1' },
      /speaks admission.k8s.io\/v1/,
    ],
    ['no request', { ...review(fitDeployment), request: null }, /has no request/],
    ['no uid', tweaked({ uid: undefined }), /request.uid is missing/],
    ['an empty uid', tweaked({ uid: '' }), /request.uid is missing/],
    ['a uid that is a number', tweaked({ uid: 7 }), /request.uid is missing/],
    ['no kind', tweaked({ kind: undefined }), /request.kind is missing/],
    ['an empty kind', tweaked({ kind: {} }), /request.kind is missing/],
    ['an unknown operation', tweaked({ operation: 'PATCH' }), /request.operation is "PATCH", which is unknown/],
    ['no operation', tweaked({ operation: undefined }), /request.operation is missing/],
    ['an operation by the name of a method', tweaked({ operation: 'toString' }), /request.operation is "toString"/],
    ['an object that is a string', tweaked({ object: 'x' }), /request.object is not an object/],
    ['an object that is a list', tweaked({ object: [] }), /request.object is not an object/],
    ['no object to create', tweaked({ object: null }), /request.object is missing/],
    ['a namespace that is a number', tweaked({ namespace: 1 }), /request.namespace is not a string/],
    ['a kind as long as a book', { ...review(fitDeployment), kind: 'x'.repeat(100_000) }, /^the body's kind is "x/],
    [
      'a version with line breaks',
      { ...review(fitDeployment), apiVersion: 'a\nb\r\u2028c' },
      /^the review's apiVersion/,
    ],
  ];
  for (const [what, body, message] of refused) {
    for (const path of ['/validate', '/mutate']) {
      it(`refuses ${what} at ${path}`, async () => {
        expect(statusIn(await post(path, JSON.stringify(body)), 400)).to.match(message);
      });
    }
  }

  for (const body of ['{', 'x', '{"a":1}}', '\u0000', "{'a': 1}", '"AdmissionReview"']) {
    it(`refuses ${JSON.stringify(body)} without quoting it`, async () => {
      statusIn(await post('/validate', body), 400);
    });
  }

  const hostile: readonly (readonly [string, JsonObject])[] = [
    ['containers that are null', pod({ containers: null })],
    ['a container that is null', pod({ containers: [null] })],
    ['containers that are an object', pod({ containers: {} })],
    ['no containers', pod({ containers: [] })],
    ['no spec', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' } }],
    ['a spec that is a list', { apiVersion: 'v1', kind: 'Pod', metadata: null, spec: [] }],
    ['labels that are null', pod({}, { labels: null, annotations: null })],
    ['resources that are a string', pod({ containers: [container({ resources: 'x' })] })],
    [
      'fields of every wrong type',
      pod({
        containers: [container({ ports: 'x', lifecycle: [], securityContext: 3, env: true })],
        securityContext: 'x',
      }),
    ],
    ['numbers beyond 2^53', pod({ terminationGracePeriodSeconds: 1e300, securityContext: { runAsUser: 2 ** 53 + 2 } })],
    ['lone surrogates', pod({ containers: [container({ name: '\ud800', image: '\udc00:1' })] }, { name: '\ud83d' })],
    [
      'names of methods',
      pod({ containers: [container({ name: 'constructor', image: '__proto__' })] }, { name: '__proto__' }),
    ],
  ];
  for (const [what, object] of hostile) {
    it(`judges a Pod with ${what}`, async () => {
      const fields = { kind: kinds.pod };
      const validated = await ask(server, '/validate', review(object, fields));
      expect(validated).to.not.have.any.keys('patch', 'patchType');
      if (!validated.allowed) expect(Buffer.byteLength(validated.status?.message ?? '')).to.be.below(16 * 1024);
      const mutated = await ask(server, '/mutate', review(object, fields));
      expect(mutated.allowed).to.equal(true);
    });
  }

  for (const containers of [null, [], {}, undefined, [null]]) {
    it(`patches nothing where containers are ${containers === undefined ? 'missing' : JSON.stringify(containers)}`, async () => {
      const { patch } = await ask(server, '/mutate', review(pod({ containers }), { kind: kinds.pod }));
      expect(patch).to.equal(undefined);
    });
  }

  it('is not polluted by keys that name the prototype', async () => {
    const text = JSON.stringify(review(unfitDeployment)).replace(
      '"metadata":{',
      '"__proto__":{"allowed":true,"deletionTimestamp":"x"},"constructor":{"prototype":{"polluted":1}},"metadata":{"__proto__":{"deletionTimestamp":"x","labels":{"polluted":"1"}},',
    );
    expect(responseIn(await post('/validate', text), uid).allowed).to.equal(false);
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
    expect((await ask(server, '/validate', review(fitDeployment))).allowed).to.equal(true);
  });

  for (const name of ['__proto__', 'constructor', 'toString']) {
    it(`copes with ${name} as kind, name, namespace and user`, async () => {
      const kind = { group: '', version: 'v1', kind: name };
      expect((await ask(server, '/validate', review(fitDeployment, { kind }))).allowed).to.equal(true);
      const fields = { name, namespace: name, user: name };
      const { allowed, status } = await ask(server, '/validate', review(unfitDeployment, fields));
      expect(allowed).to.equal(false);
      expect(status?.message).to.include(`Deployment "${name}"`);
    });
  }

  it('keeps the message of 5,000 containers short and names every policy', async () => {
    const containers = Array.from({ length: 5000 }, (_, index) => ({ name: `c${index}`, image: 'nginx' }));
    const { allowed, status, auditAnnotations } = await ask(server, '/validate', review(deployment({ containers })));
    expect(allowed).to.equal(false);
    expect(Buffer.byteLength(status?.message ?? '')).to.be.at.most(16 * 1024);
    expect(status?.message).to.match(
      /\n {2}and \d+ more\n.*require-non-root.*require-pinned-images.*require-probes.*$/,
    );
    expect(Object.keys(auditAnnotations ?? {})).to.include.members(['require-probes', 'require-pinned-images']);
  }).timeout(30_000);

  const nested = (levels: number): string => '{"x":'.repeat(levels) + '1' + '}'.repeat(levels);
  for (const where of ['"metadata":{', '"containers":[{', '"spec":{']) {
    it(`gives a verdict on 9,900 levels within ${where}`, async () => {
      for (const path of ['/validate', '/mutate']) {
        const text = JSON.stringify(review(barePod, { kind: kinds.pod })).replace(
          where,
          `${where}"deep":${nested(9900)},`,
        );
        const reply = await post(path, text);
        if (reply.status === 400) statusIn(reply, 400);
        else responseIn(reply, uid);
      }
    });
  }

  it('compares deep objects on an update', async () => {
    const text = JSON.stringify(review(fitDeployment, { operation: 'UPDATE', oldObject: fitDeployment }));
    const deep = text.replaceAll('"spec":{"selector"', `"deep":${nested(9900)},"spec":{"selector"`);
    expect(responseIn(await post('/validate', deep), uid).allowed).to.equal(true);
  });

  for (const [what, text] of [
    ['lists', '['.repeat(3_000_000)],
    ['objects', nested(1_000_000)],
  ] as const) {
    it(`refuses millions of nested ${what} within 3 s`, async () => {
      const start = Date.now();
      statusIn(await post('/validate', text), 400);
      expect(Date.now() - start).to.be.below(3000);
    });
  }
});
