import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { documentPaths, reduce } from '../../scripts/openapi/reduce.js';
import { loadCatalogue } from '../../src/facts/schema/catalogue.js';
import type { Catalogue } from '../../src/facts/schema/catalogue.js';
import { createSchemas } from '../../src/facts/schema/schema-fact.js';
import type { SchemaProblem } from '../../src/policy/facts.js';
import { stringAt } from '../../src/policy/json.js';
import type { JsonObject } from '../../src/policy/json.js';
import { newestKubernetes } from '../../src/policy/version.js';
import { readManifests } from '../read-manifests.js';
import { openApi, type Answer, type Api } from './harness/api-proxy.js';
import { eventually } from './harness/eventually.js';
import { createNamespace } from './harness/namespace.js';
import { theCluster } from './harness/suite.js';
import { garden, gardenDefinition, gardenSpecs } from './schemas/garden.js';
import { spoil, type Spoilt } from './schemas/spoil.js';

const objects = readManifests(readFileSync('test/e2e/schemas/objects.yaml', 'utf8'));

/** How many requests are under way at once. */
const WIDTH = 8;

describe('the offline schemas beside the API server', function () {
  this.timeout(900_000);
  let api: Api;
  let catalogue: Catalogue;
  let namespace: string;
  const spoilt = new Set<string>();
  const notes: string[] = [];
  const schemas = createSchemas({
    kubernetesVersion: newestKubernetes,
    strict: true,
    note: (text) => notes.push(text),
  });

  before(async () => {
    api = await openApi(theCluster());
    catalogue = await loadCatalogue(newestKubernetes);
    namespace = await createNamespace(theCluster(), 'schemas');
  });
  after(async () => {
    await api.stop();
    await theCluster().admin.succeed(['delete', '--ignore-not-found', 'crd', 'gardens.example.com']);
  });

  const ask = (object: JsonObject): Promise<Answer> =>
    api.post(`${collection(object, namespace)}?dryRun=All&fieldValidation=Strict`, object);

  for (const object of objects) {
    const kind = stringAt(object, 'kind') ?? '';
    it(`find in a ${stringAt(object, 'apiVersion') ?? ''} ${kind} what the API server refuses for its shape`, async () => {
      const whole = await ask(object);
      expect(await problemsIn(object)).to.deep.equal([]);
      expect(whole.status, stringAt(whole.body, 'message')).to.be.oneOf([200, 201]);
      const differences: string[] = [];
      const waiting = spoil(object, catalogue, spoilt)[Symbol.iterator]();
      const work = async (): Promise<void> => {
        for (let next = waiting.next(); next.done !== true; next = waiting.next()) {
          const difference = compare(next.value, await ask(next.value.object), await problemsIn(next.value.object));
          if (difference !== undefined) differences.push(difference);
        }
      };
      await Promise.all(Array.from({ length: WIDTH }, work));
      expect(differences.join('\n')).to.equal('');
    });
  }

  it('are those that the API server serves', async () => {
    const listing = JSON.parse(await theCluster().admin.succeed(['get', '--raw', '/openapi/v3'])) as unknown;
    const texts = documentPaths(listing).map((path) => theCluster().admin.succeed(['get', '--raw', path]));
    const served = reduce((await Promise.all(texts)).map((text) => JSON.parse(text) as unknown));
    const own = [...served.kinds.keys()].filter((name) => !name.startsWith('example.com/'));
    expect(own).to.have.length.above(60);
    for (const name of own) expect(catalogue.kindOf(name), name).to.equal(served.kinds.get(name));
    for (const [name, definition] of served.definitions) {
      if (!name.startsWith('com.example.')) expect(catalogue.definition(name), name).to.deep.equal(definition);
    }
  });

  it('find in a custom resource what the API server refuses for its shape', async () => {
    await theCluster().admin.apply(gardenDefinition);
    schemas.learn(gardenDefinition);
    const path = `/apis/example.com/v1/namespaces/${namespace}/gardens?dryRun=All&fieldValidation=Strict`;
    await eventually('gardens are served', async () => (await api.post(path, garden({ size: 1 }))).status === 201);
    const counts = { sound: 0, spoilt: 0 };
    const differences: string[] = [];
    for (const spec of gardenSpecs) {
      const object = garden(spec);
      const [{ status, body }, problems] = [await api.post(path, object), await problemsIn(object)];
      const found = problems.map(({ message }) => message).join(' | ');
      counts[status === 201 ? 'sound' : 'spoilt'] += 1;
      if ((status === 201) !== (problems.length === 0))
        differences.push(`${JSON.stringify(spec)}: found ${found}, but: ${status} ${stringAt(body, 'message') ?? ''}`);
    }
    expect(differences.join('\n')).to.equal('');
    expect(counts.sound).to.be.at.least(20);
    expect(counts.spoilt).to.be.at.least(40);
  });

  async function problemsIn(object: JsonObject): Promise<readonly SchemaProblem[]> {
    const fact = await schemas.lookup(object, stringAt(object, 'kind') ?? '');
    if (!fact.known) throw new Error(fact.reason);
    return fact.value;
  }
});

/**
 * Where we mean to say more than the API server, by what is missing. It drops a field whose feature is off before it looks at it,
 * and a source of data that it does not support; and it leaves the metadata of templates and the selectors of metrics to others.
 */
const explained = [
  /^\/spec\/evictionResponders /,
  /^\/spec\/spec\/devices\/requests\/0\/exactly\/derivedAttributes /,
  /^\/spec\/dataSource[ /]/,
  /^\/spec\/.*\/metadata\/ownerReferences /,
  /^\/spec\/metrics\/4\/external\/metric\/selector\/matchExpressions /,
];

/**
 * A 400 says that the object could not be read: a problem of shape. A 422 says that it was read and is not valid, which may be for
 * what is missing or for a value; so does a 403 of one of its admission plugins. What was accepted has no problem at all.
 */
function compare(
  { path, value }: Spoilt,
  { status, body }: Answer,
  problems: readonly SchemaProblem[],
): string | undefined {
  const what = `${path} ${value === undefined ? 'taken away' : `= ${JSON.stringify(value)}`}`;
  const theirs = `${status} ${(stringAt(body, 'message') ?? '').slice(0, 200)}`;
  if (status === 404) return `${what}: not judged: ${theirs}`;
  const misshapen = problems.some(({ message }) => !isOfValues(message));
  const found = problems.map(({ message }) => message).join(' | ');
  if (misshapen !== (status === 400)) return `${what}: found ${found}, but: ${theirs}`;
  const isTooMuch = status < 300 && problems.length > 0 && !explained.some((one) => one.test(what));
  return isTooMuch ? `${what}: found ${found}, but accepted` : undefined;
}

/** Whether a problem is one of those that the API server sees only once it has read the object. */
function isOfValues(message: string): boolean {
  return (
    message.startsWith('the required field') ||
    message.endsWith('is a number in quotes, and so a text: take the quotes away')
  );
}

const CLUSTER_SCOPED =
  /^(?:Namespace|Node|PersistentVolume|Cluster.*|.*Class|CSIDriver|.*WebhookConfiguration|ValidatingAdmissionPolicy.*|CustomResourceDefinition|APIService|FlowSchema|PriorityLevelConfiguration|CertificateSigningRequest)$/;

function collection(object: JsonObject, namespace: string): string {
  const [apiVersion = '', kind = ''] = [stringAt(object, 'apiVersion'), stringAt(object, 'kind')];
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return `${root}${CLUSTER_SCOPED.test(kind) ? '' : `/namespaces/${namespace}`}/${pluralOf(kind.toLowerCase())}`;
}

function pluralOf(name: string): string {
  if (name === 'endpoints') return name;
  if (name.endsWith('y')) return `${name.slice(0, -1)}ies`;
  return name.endsWith('s') ? `${name}es` : `${name}s`;
}
