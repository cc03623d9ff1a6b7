import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import { policies } from '../../policies/index.js';
import { see } from '../../src/engine/evaluate.js';
import { completeSettings } from '../../src/engine/profile.js';
import { createSchemas } from '../../src/facts/schema/schema-fact.js';
import { stringAt } from '../../src/policy/json.js';
import type { JsonObject } from '../../src/policy/json.js';
import { categories } from '../../src/policy/policy.js';
import { newestKubernetes } from '../../src/policy/version.js';
import { severities } from '../../src/policy/facts.js';
import type { Facts, ScanEvidence } from '../../src/policy/facts.js';
import { workloads } from '../../src/policy/workload.js';
import { declaredCases, judge } from '../policy-tester.js';
import { readManifests } from '../read-manifests.js';

/** Tests of all policies together. */
const SHARED = ['bounds', 'hostile-objects', 'index', 'injection', 'length', 'linear', 'long-judges', 'long-objects'];

const ids = policies.map(({ meta }) => meta.id);

/** The names in a folder, without what follows the first dot, sorted as the list is. */
function namesIn(folder: string, except: readonly string[] = []): readonly string[] {
  return readdirSync(folder)
    .map((file) => file.split('.')[0] ?? '')
    .filter((name) => !except.includes(name))
    .sort();
}

// The cases of each policy are declared when its test is loaded; loaded twice, a module runs once.
for (const id of namesIn('test/policies', SHARED)) await import(`./${id}.test.js`);

describe('the list of policies', () => {
  it('is sorted and names each policy once', () => {
    expect(ids).to.deep.equal([...new Set(ids)].sort());
  });

  it('has a module, a test, a pair of fixtures and a page for each policy, and none without one', () => {
    expect(namesIn('policies', ['index']), 'policies').to.deep.equal(ids);
    expect(namesIn('test/policies', SHARED), 'test/policies').to.deep.equal(ids);
    expect(namesIn('test/fixtures/policies'), 'test/fixtures/policies').to.deep.equal(ids);
    expect(namesIn('docs/policies', ['README']), 'docs/policies').to.deep.equal(ids);
  });

  it('has each policy in the module of its name', async () => {
    for (const policy of policies) {
      const module = (await import(`../../policies/${policy.meta.id}.js`)) as { readonly default: unknown };
      expect(module.default).to.equal(policy);
    }
  });
});

for (const policy of policies) {
  const { meta } = policy;
  describe(`the policy ${meta.id}`, () => {
    it('says what it is in the form that documents and messages rely on', () => {
      expect(meta.id).to.match(/^(require|disallow|restrict)(-[a-z]+)+$/);
      expect(meta.title).to.match(/^[A-Z].*[^.]$/);
      expect(meta.description).to.match(/^[A-Z].{1,998}\.$/);
      for (const detail of meta.details ?? []) expect(detail).to.match(/^[A-Z].{1,998}\.$/);
      expect(meta.remedy).to.match(/^[A-Z].*\.$/);
      expect(categories).to.include(meta.category);
      expect(severities).to.include(meta.severity);
      expect(meta.references).not.to.be.empty;
      for (const reference of meta.references) expect(new URL(reference).protocol).to.equal('https:');
    });

    it('says nothing that a page would take for bold print, a tag or the end of a cell', () => {
      const { title, description, remedy, details = [] } = meta;
      const settings = Object.values(policy.settings).map((setting) => setting.description);
      for (const text of [title, description, remedy, ...details, ...settings])
        expect(text.replaceAll(/`[^`]*`/g, '')).not.to.match(/__|<\w|\*|~~|\]\(|\|/);
    });

    it('describes each setting, and its defaults satisfy its own schema', () => {
      for (const setting of Object.values(policy.settings)) expect(setting.description).to.match(/^[A-Z].*\.$/);
      const defaults = Object.fromEntries(Object.entries(policy.settings).map(([name, one]) => [name, one.default]));
      expect(completeSettings(policy)).to.deep.equal(defaults);
    });

    it('has settings whose schemas are schemas', () => {
      const ajv = new Ajv();
      expect(ajv.validateSchema({ type: 'object', properties: policy.settings }), ajv.errorsText()).to.equal(true);
    });

    it('refuses a setting that nobody has heard of', () => {
      expect(() => completeSettings(policy, { unheardOf: true })).to.throw('unheardOf');
    });

    it('has cases for init and ephemeral containers and for another kind than Pod', () => {
      const cases = (declaredCases.get(meta.id) ?? []).map(({ object }) => object);
      expect(cases, 'cases').not.to.be.empty;
      if (policy.target !== workloads) return;
      const kinds = cases.map((object) => object['kind']);
      expect(kinds.filter((kind) => kind !== 'Pod')).not.to.be.empty;
      for (const wanted of ['app', 'init', 'sidecar', 'ephemeral']) expect(classesIn(cases)).to.include(wanted);
    });

    it('accepts its good fixture and rejects its bad one', async () => {
      expect(await findingsIn(meta.id, 'good')).to.equal(0);
      expect(await findingsIn(meta.id, 'bad')).to.be.above(0);
    });
  });

  async function findingsIn(id: string, which: 'good' | 'bad'): Promise<number> {
    const text = readFileSync(`test/fixtures/policies/${id}/${which}.yaml`, 'utf8');
    const objects = readManifests(text);
    expect(objects).not.to.be.empty;
    const judged = objects.filter(
      (object) => see(object, stringAt(object, 'kind') ?? '').viewFor(policy.target) !== undefined,
    );
    expect(judged, 'objects that the policy judges').not.to.be.empty;
    // What stands beside is there to be looked up, and nothing else has a place in an example.
    if (policy.related === undefined) expect(judged).to.have.lengthOf(objects.length);
    const problems = await Promise.all(objects.map((object) => schemas.lookup(object, stringAt(object, 'kind') ?? '')));
    return judged.flatMap((object) => {
      const schema = problems[objects.indexOf(object)];
      const facts = { ...factsBeside(id), ...(schema !== undefined && { schema }) };
      return judge(policy, { name: which, object, related: objects, facts, ...settingsBeside(id) });
    }).length;
  }
}

/** Kinds that have been removed are noted, and one of the fixtures is about them. */
const schemas = createSchemas({ kubernetesVersion: newestKubernetes, strict: false, note: () => undefined });

/** What is known about the images of a fixture lies beside it, by reference; of other images nothing is known. */
function factsBeside(id: string): Partial<Facts> {
  const file = `test/fixtures/policies/${id}/evidence.json`;
  if (!existsSync(file)) return {};
  const evidence = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, ScanEvidence>>;
  const none: ScanEvidence = { trusted: [], untrusted: [], lookedIn: ['receipts (1)'] };
  return { images: (reference) => ({ known: true, value: evidence[reference] ?? none }) };
}

/** What the fixtures are judged by lies beside them, where the defaults have nothing to say. */
function settingsBeside(id: string): { readonly settings?: JsonObject } {
  const file = `test/fixtures/policies/${id}/settings.json`;
  return existsSync(file) ? { settings: JSON.parse(readFileSync(file, 'utf8')) as JsonObject } : {};
}

function classesIn(objects: readonly JsonObject[]): readonly string[] {
  return objects.flatMap((object) =>
    (workloads.view(object, stringAt(object, 'kind') ?? '')?.containers ?? []).map((container) => container.class),
  );
}
