import { expect } from 'chai';
import type { Json, JsonObject } from '../../src/policy/json.js';
import { deployment, pod } from '../builders.js';
import {
  ask,
  barePod,
  fitDeployment,
  fitSpec,
  kinds,
  responseIn,
  review,
  statusIn,
  uidOf,
  unfitDeployment,
} from './review.js';
import { startServer } from './running-server.js';
import type { Reply, RunningServer } from './running-server.js';
import { timed } from '../timed.js';

const request = review(fitDeployment)['request'] as JsonObject;
const uid = uidOf(review(fitDeployment));

/** A review with fields of the request replaced; undefined takes one out. */
function tweaked(fields: Readonly<Record<string, Json | undefined>>): JsonObject {
  return { ...review(fitDeployment), request: { ...request, ...fields } };
}

const fitContext = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } };

/** The policies that a denial names in its last line; none where nothing is denied. */
function policiesIn(message: string | undefined): readonly string[] {
  const named = /\nFix: seaworthy explain ([a-z -]+)(?:, or .*)?$/.exec(message ?? '')?.[1];
  return named === undefined ? [] : named.split(' ');
}

const titleOf = (what: string, denying: readonly string[]): string =>
  denying.length === 0 ? `admits a Pod with ${what}` : `denies a Pod with ${what}, by ${denying.join(' and ')}`;

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

  const nothingElse = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' } };
  const fitPod = (fields: JsonObject, metadata: JsonObject = {}): JsonObject =>
    pod({ ...fitSpec(), ...fields }, metadata);
  /** Each with every policy that denies it; the Pods are fit but for what is odd about them. */
  const hostile: readonly (readonly [string, JsonObject, readonly string[]])[] = [
    // The API server refuses a pod without containers itself: there is nothing in it to judge.
    ['containers that are null', pod({ containers: null }), []],
    ['no containers', pod({ containers: [] }), []],
    ['a container that is null', pod({ containers: [null] }), ['require-pinned-images']],
    ['containers that are an object', pod({ containers: {} }), ['require-pinned-images']],
    ['no spec', nothingElse, ['require-pinned-images']],
    ['a spec that is null', { ...nothingElse, spec: null }, ['require-pinned-images']],
    ['a spec that is a word', { ...nothingElse, spec: 'x' }, ['require-pinned-images']],
    ['a spec that is a list', { ...nothingElse, metadata: null, spec: [] }, ['require-pinned-images']],
    ['labels that are null', fitPod({}, { labels: null, annotations: null }), []],
    ['resources that are a string', pod(fitSpec({ resources: 'x' })), ['require-resources', 'require-sound-resources']],
    [
      'a security context that is a number',
      pod(fitSpec({ securityContext: 3 })),
      ['disallow-privilege-escalation', 'require-dropped-capabilities'],
    ],
    ['ports that are a string, and an environment that is true', pod(fitSpec({ ports: 'x', env: true })), []],
    ['probes that are lists', pod(fitSpec({ readinessProbe: [], livenessProbe: [] })), ['require-probes']],
    ['a hook that is a list', pod(fitSpec({ lifecycle: [] })), ['require-prestop-hook']],
    [
      "a pod's security context that is a string",
      fitPod({ securityContext: 'x' }),
      ['require-non-root', 'require-seccomp-profile'],
    ],
    ['a user beyond 2^53', fitPod({ securityContext: { ...fitContext, runAsUser: 2 ** 53 + 2 } }), []],
    ['a grace period of 1e300 s', fitPod({ terminationGracePeriodSeconds: 1e300 }), []],
    ['a grace period that is no number', fitPod({ terminationGracePeriodSeconds: '60' }), []],
    [
      'lone surrogates',
      pod(fitSpec({ name: '\ud800', image: '\udc00:1' }), { name: '\ud83d' }),
      ['require-pinned-images'],
    ],
    [
      'names of methods',
      pod(fitSpec({ name: 'constructor', image: '__proto__' }), { name: '__proto__' }),
      ['require-pinned-images'],
    ],
  ];
  for (const [what, object, denying] of hostile) {
    it(titleOf(what, denying), async () => {
      const fields = { kind: kinds.pod };
      const { allowed, status, ...validated } = await ask(server, '/validate', review(object, fields));
      expect(validated).to.not.have.any.keys('patch', 'patchType');
      expect(policiesIn(status?.message)).to.deep.equal(denying);
      expect(allowed).to.equal(denying.length === 0);
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
    timed(`refuses millions of nested ${what} within 3 s`, async () => {
      const start = Date.now();
      statusIn(await post('/validate', text), 400);
      expect(Date.now() - start).to.be.below(3000);
    });
  }
});
