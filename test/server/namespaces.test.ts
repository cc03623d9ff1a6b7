import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import { expect } from 'chai';
import type { NamespaceLabels } from '../../src/admission/opt-in.js';
import type { JsonObject } from '../../src/policy/json.js';
import { pod } from '../builders.js';
import { until } from '../cluster/until.js';
import { ask, barePod, fitDeployment, fitSpec, kinds, review, statusIn, unfitDeployment } from './review.js';
import type { ReviewFields } from './review.js';
import { startServer } from './running-server.js';
import type { RunningServer, StartOptions } from './running-server.js';
import { timed } from '../timed.js';

type Labels = Readonly<Record<string, string>>;

/** Labels as a watch knows them, and as they are; `asked` says for which the API server was asked. */
function cluster(known: Readonly<Record<string, Labels>>, live: Readonly<Record<string, Labels>> = {}) {
  const asked: string[] = [];
  const labels: NamespaceLabels = {
    labelsOf: (name) => (Object.hasOwn(known, name) ? known[name] : undefined),
    readLive: (name) => {
      asked.push(name);
      const found = Object.hasOwn(live, name) ? live[name] : undefined;
      return found === undefined ? Promise.reject(new Error('the API server is away')) : Promise.resolve(found);
    },
  };
  return { labels, asked };
}

async function withServer(options: StartOptions, run: (server: RunningServer) => Promise<void>): Promise<void> {
  const server = await startServer(options);
  try {
    await run(server);
  } finally {
    server.close();
  }
}

const enforce = { 'seaworthy.dev/enforce': 'production' };

describe('what a namespace opted in to', () => {
  it('holds for it alone', async () => {
    const { labels, asked } = cluster(
      { strict: enforce, soft: { 'seaworthy.dev/warn': 'baseline' }, quiet: { 'seaworthy.dev/audit': 'production' } },
      { plain: {} },
    );
    await withServer({ namespaces: labels }, async (server) => {
      const validate = (namespace: string) => ask(server, '/validate', review(unfitDeployment, { namespace }));
      expect((await validate('strict')).allowed).to.equal(false);
      const soft = await validate('soft');
      expect(soft.allowed).to.equal(true);
      expect(soft.warnings?.join()).to.include('require-probes').and.to.not.include('require-non-root');
      const quiet = await validate('quiet');
      expect(quiet).to.include({ allowed: true }).and.to.not.have.property('warnings');
      expect(quiet.auditAnnotations).to.have.property('require-probes');
      const plain = await validate('plain');
      expect(plain).to.deep.equal({ uid: plain.uid, allowed: true });
      expect(asked).to.deep.equal(['plain']);
    });
  });

  it('is taken from the request, whatever the object says', async () => {
    const { labels } = cluster({ strict: enforce, plain: {} }, { plain: {} });
    await withServer({ namespaces: labels }, async (server) => {
      const liar = { ...unfitDeployment, metadata: { name: 'web', namespace: 'plain' } };
      expect((await ask(server, '/validate', review(liar, { namespace: 'strict' }))).allowed).to.equal(false);
    });
  });

  it('includes injection only where that was asked for', async () => {
    const { labels } = cluster({ strict: enforce, fed: { 'seaworthy.dev/inject': 'production' } }, { strict: enforce });
    await withServer({ namespaces: labels }, async (server) => {
      const mutate = (namespace: string) => ask(server, '/mutate', review(barePod, { kind: kinds.pod, namespace }));
      expect(await mutate('strict')).to.not.have.property('patch');
      expect(await mutate('fed')).to.have.property('patch');
    });
  });

  it('is read live when the watch does not know the namespace, or knows it without a label', async () => {
    const { labels, asked } = cluster(
      { late: { 'seaworthy.dev/inject': 'production' } },
      { late: enforce, fresh: enforce },
    );
    await withServer({ namespaces: labels }, async (server) => {
      for (const namespace of ['late', 'fresh']) {
        expect((await ask(server, '/validate', review(unfitDeployment, { namespace }))).allowed).to.equal(false);
      }
      expect(asked).to.deep.equal(['late', 'fresh']);
    });
  });

  it('is an error of ours when it cannot be read', async () => {
    const { labels } = cluster({});
    await withServer({ namespaces: labels }, async (server) => {
      for (const [path, object, kind] of [
        ['/validate', fitDeployment, kinds.deployment],
        ['/mutate', barePod, kinds.pod],
      ] as const) {
        const reply = await server.send(path, JSON.stringify(review(object, { kind, namespace: 'gone' })));
        expect(statusIn(reply, 500)).to.equal('the labels of namespace "gone" could not be read');
      }
      expect(server.log.at(-1)).to.include({ level: 'error', decision: 'error', namespace: 'gone' });
    });
  });

  timed('is answered before the deadline even when the API server is silent', async () => {
    const labels = { labelsOf: () => undefined, readLive: () => new Promise<never>(() => undefined) };
    await withServer({ namespaces: labels }, async (server) => {
      const start = Date.now();
      statusIn(await server.send('/validate?timeout=1s', JSON.stringify(review(fitDeployment))), 500);
      expect(Date.now() - start).to.be.within(800, 1000);
    });
  });

  timed('is answered before a deadline that counts from the headers, however slowly the body comes', async () => {
    const labels = { labelsOf: () => undefined, readLive: () => new Promise<never>(() => undefined) };
    await withServer({ namespaces: labels }, async (server) => {
      const body = Buffer.from(JSON.stringify(review(fitDeployment)));
      const request = https.request({
        host: 'localhost',
        port: server.port,
        ca: server.ca,
        agent: false,
        path: '/validate?timeout=2s',
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Content-Length': body.length },
      });
      request.write(body.subarray(0, 10));
      await until('the headers have arrived', () => server.traffic.inFlight === 1);
      const start = Date.now();
      await until('a second has passed', () => Date.now() - start >= 1000);
      request.end(body.subarray(10));
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      expect(response.statusCode).to.equal(500);
      response.resume();
      expect(Date.now() - start).to.be.within(1500, 2000);
    });
  });

  it('cannot be found without a namespace', async () => {
    const { labels } = cluster({});
    await withServer({ namespaces: labels }, async (server) => {
      statusIn(await server.send('/validate', JSON.stringify(review(fitDeployment, { namespace: '' }))), 400);
    });
  });

  it('counts as production, with a warning, when a label names no profile', async () => {
    const { labels } = cluster({ shop: { 'seaworthy.dev/enforce': 'prodution' } });
    await withServer({ namespaces: labels }, async (server) => {
      const { allowed, status, warnings = [] } = await ask(server, '/validate', review(unfitDeployment));
      expect(allowed).to.equal(false);
      expect(status?.message).to.include('(profile production)');
      expect(warnings[0]).to.equal(
        `namespace-labels: the namespace's label seaworthy.dev/enforce names no profile ("prodution"); production holds`,
      );
    });
  });
});

describe('a label for injection that names no profile', () => {
  const { labels } = cluster({ shop: { 'seaworthy.dev/inject': 'prodution' } });
  const warning = `namespace-labels: the namespace's label seaworthy.dev/inject names no profile ("prodution"); production holds`;

  for (const [what, object] of [
    ['a Pod that is patched', barePod],
    ['a Pod that lacks nothing', pod(fitSpec())],
  ] as const) {
    it(`is warned about with ${what}`, async () => {
      await withServer({ namespaces: labels }, async (server) => {
        const response = await ask(server, '/mutate', review(object, { kind: kinds.pod }));
        expect(response).to.deep.include({ allowed: true, warnings: [warning] });
        expect('patch' in response).to.equal(object === barePod);
      });
    });
  }
});

describe('a Namespace', () => {
  let server: RunningServer;
  before(async () => {
    server = await startServer({ namespaces: cluster({}).labels });
  });
  after(() => {
    server.close();
  });
  const namespace = (labels: JsonObject | null, metadata: JsonObject = {}): JsonObject => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'shop', labels, ...metadata },
  });
  const judge = (labels: JsonObject | null, fields: ReviewFields = {}, metadata: JsonObject = {}) =>
    ask(server, '/validate', review(namespace(labels, metadata), { kind: kinds.namespace, name: 'shop', ...fields }));

  for (const labels of [
    null,
    {},
    enforce,
    {
      'seaworthy.dev/warn': 'strict',
      'seaworthy.dev/audit': 'baseline',
      'seaworthy.dev/inject': 'production',
      team: 'a',
    },
    { 'notseaworthy.dev/enforce': 'x', 'seaworthy.dev.example.com/enforce': 'x' },
  ]) {
    it(`may carry ${JSON.stringify(labels)}`, async () => {
      const response = await judge(labels);
      expect(response).to.deep.equal({ uid: response.uid, allowed: true });
    });
  }

  const refused: readonly (readonly [JsonObject, RegExp])[] = [
    [{ 'seaworthy.dev/enforce': 'prodution' }, /names no profile: "prodution"; did you mean "production"\?/],
    [{ 'seaworthy.dev/inject': 'zzz' }, /names no profile: "zzz"; there are baseline, production, strict/],
    [{ 'seaworthy.dev/enforce': 'restricted' }, /names no profile: "restricted"; did you mean "production"\?/],
    [{ 'seaworthy.dev/warn': 'privileged' }, /names no profile: "privileged"; there are baseline, production, strict/],
    [{ 'seaworthy.dev/enforce': '' }, /names no profile: ""/],
    [{ 'seaworthy.dev/warn': '__proto__' }, /names no profile: "__proto__"/],
    [
      { 'seaworthy.dev/enfroce': 'production' },
      /unknown label "seaworthy.dev\/enfroce"; did you mean "seaworthy.dev\/enforce"\?/,
    ],
  ];
  for (const [labels, message] of refused) {
    it(`may not carry ${JSON.stringify(labels)}`, async () => {
      const { allowed, status } = await judge(labels);
      expect(allowed).to.equal(false);
      expect(status).to.include({ code: 403, reason: 'Forbidden' });
      expect(status?.message)
        .to.match(message)
        .and.to.match(/^Namespace "shop" /);
    });
  }

  it('is warned about a wrong label that it had before, and refused another', async () => {
    const wrong = { 'seaworthy.dev/enforce': 'prodution' };
    const update = { operation: 'UPDATE', oldObject: namespace(wrong) };
    const same = await judge({ ...wrong, team: 'a' }, update);
    expect(same.allowed).to.equal(true);
    expect(same.warnings?.[0]).to.include('"prodution"');
    expect((await judge({ ...wrong, 'seaworthy.dev/warn': 'strct' }, update)).allowed).to.equal(false);
    expect((await judge({ 'seaworthy.dev/enforce': 'productoin' }, update)).allowed).to.equal(false);
    expect((await judge({}, update)).allowed).to.equal(true);
  });

  it('may be deleted, and finish being deleted, with any label', async () => {
    const wrong = { 'seaworthy.dev/enforce': 'x' };
    expect((await judge(wrong, { operation: 'DELETE' })).allowed).to.equal(true);
    const going = { deletionTimestamp: '2026-01-01T00:00:00Z' };
    expect((await judge(wrong, { operation: 'UPDATE', oldObject: namespace({}) }, going)).allowed).to.equal(true);
  });

  it('is never refused under a weaker ceiling', async () => {
    const wrong = review(namespace({ 'seaworthy.dev/enforce': 'x' }), { kind: kinds.namespace });
    await withServer({ rules: { ceiling: 'warn' } }, async (other) => {
      expect((await ask(other, '/validate', wrong)).warnings).to.have.length(1);
      other.reload({ ceiling: 'audit' });
      const { allowed, warnings, auditAnnotations } = await ask(other, '/validate', wrong);
      expect({ allowed, warnings }).to.deep.equal({ allowed: true, warnings: undefined });
      expect(auditAnnotations).to.have.property('namespace-labels');
    });
  });
});
