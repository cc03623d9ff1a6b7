import { expect } from 'chai';
import { policies } from '../../policies/index.js';
import { heedSchemas } from '../../src/cli/heed-schemas.js';
import { mendText } from '../../src/cli/fix/mend-text.js';
import { createSchemas } from '../../src/facts/schema/schema-fact.js';
import type { FlawLookup } from '../../src/facts/schema/schema-fact.js';
import type { Finding } from '../../src/engine/finding.js';
import { stringAt } from '../../src/policy/json.js';
import type { JsonObject } from '../../src/policy/json.js';
import { newestKubernetes } from '../../src/policy/version.js';
import { container, customResourceDefinition, deployment } from '../builders.js';
import { readManifests } from '../read-manifests.js';
import { courtOf } from './fix/court.js';
import { seaworthy, withFiles } from './seaworthy.js';

/** A CustomResourceDefinition of example.com Mini, whose template has a pod spec with these fields. */
function definition(podFields: JsonObject, containerFields: JsonObject = {}): JsonObject {
  const object = (properties: JsonObject): JsonObject => ({ type: 'object', properties });
  const fields = { name: { type: 'string' }, image: { type: 'string' }, ports: { ...free, type: 'array' } };
  const containers = { type: 'array', items: object({ ...fields, ...containerFields }) };
  const template = object({ spec: object({ containers, ...podFields }) });
  const schema = object({ spec: object({ template }) });
  return customResourceDefinition({ group: 'example.com', kind: 'Mini' }, schema);
}

const free: JsonObject = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

function mini(containerFields: JsonObject = {}): JsonObject {
  const ports = [{ containerPort: 80 }];
  const containers = [container({ ports, ...containerFields }), container({ name: 'other' })];
  return {
    apiVersion: 'example.com/v1',
    kind: 'Mini',
    metadata: { name: 'm', namespace: 'shop' },
    spec: { template: { spec: { containers } } },
  };
}

function flawsAmong(...inputs: readonly JsonObject[]): FlawLookup {
  const { learn, flawsOf } = createSchemas({
    kubernetesVersion: newestKubernetes,
    strict: false,
    note: () => undefined,
  });
  for (const input of inputs) learn(input);
  return flawsOf;
}

const plain = courtOf(policies.filter(({ needs = [] }) => needs.length === 0));

async function judge(object: JsonObject, flawsOf?: FlawLookup): Promise<readonly Finding[]> {
  const inspect = flawsOf === undefined ? plain.inspect : heedSchemas(plain.inspect, flawsOf);
  return (await inspect(object, stringAt(object, 'kind') ?? '', plain.scope)).findings;
}

/** The object as `fix` leaves it, and the notes about it. */
async function mend(object: JsonObject, flawsOf: FlawLookup) {
  const court = { ...plain, inspect: heedSchemas(plain.inspect, flawsOf) };
  const { text, outcomes } = await mendText(JSON.stringify(object), court);
  return { object: readManifests(text)[0] ?? {}, reasons: outcomes.map(({ reason }) => reason) };
}

describe('what is found in custom resources', () => {
  it('is nothing about absent fields that their definition does not declare', async () => {
    const found = await judge(mini(), flawsAmong(definition({})));
    expect(found.map(({ policy }) => policy.id)).to.deep.equal(['require-labels']);
    expect((await judge(mini())).length).to.be.above(10);
  });

  it('is all that is wrong with fields that are there, declared or not', async () => {
    const found = await judge(mini({ securityContext: { privileged: true } }), flawsAmong(definition({})));
    const privileged = found.filter(({ policy }) => policy.id === 'disallow-privileged-containers');
    expect(privileged.map(({ path }) => path)).to.deep.equal([
      '/spec/template/spec/containers/0/securityContext/privileged',
    ]);
  });

  it('is mended as far as the definition has fields for it, and has no flaw afterwards', async () => {
    const flawsOf = flawsAmong(definition({ securityContext: free }, { resources: free }));
    const mended = await mend(mini(), flawsOf);
    const spec = ((mended.object['spec'] as JsonObject)['template'] as JsonObject)['spec'] as JsonObject;
    const [first, second] = spec['containers'] as readonly JsonObject[];
    expect(spec['securityContext']).to.deep.include({ runAsNonRoot: true });
    expect(Object.keys(first ?? {})).to.deep.equal(['name', 'image', 'ports', 'resources']);
    expect(Object.keys(second ?? {})).to.deep.equal(['name', 'image', 'resources']);
    expect(await flawsOf(mended.object, 'Mini')).to.deep.equal([]);
    expect(mended.reasons).to.deep.equal([undefined]);
  });

  it('has no fix that is of another type than is declared, or that lacks what is required', async () => {
    const typed = {
      type: 'object',
      properties: { limits: { type: 'object', additionalProperties: { type: 'integer' } } },
    };
    const needy = { type: 'object', required: ['owner'], 'x-kubernetes-preserve-unknown-fields': true };
    for (const resources of [typed, needy]) {
      const found = await judge(mini(), flawsAmong(definition({}, { resources })));
      const limits = found.filter(({ path }) => path.endsWith('/resources/limits/memory'));
      expect(limits).to.have.length(2);
      for (const one of limits) expect(one).not.to.have.property('fix');
    }
  });

  it('has no fix where nobody knows the definition, and is left alone for a reason', async () => {
    const found = await judge(mini(), flawsAmong());
    expect(found.map(({ message }) => message)).to.deep.equal((await judge(mini())).map(({ message }) => message));
    expect(found.filter(({ fix }) => fix !== undefined)).to.deep.equal([]);
    const { object, reasons } = await mend(mini(), flawsAmong());
    expect(object).to.deep.equal(mini());
    expect(reasons).to.deep.equal([
      'its CustomResourceDefinition is not among the inputs, and nothing else says which fields it may have',
    ]);
  });

  it('is as ever for the kinds of Kubernetes', async () => {
    expect(await judge(deployment(), flawsAmong())).to.deep.equal(await judge(deployment()));
  });
});

describe('seaworthy, of custom resources', function () {
  this.timeout(60_000);

  it('mends one whose definition is among the inputs, and notes one of which there is none', async () => {
    const files = {
      'crd.json': JSON.stringify(definition({}, { resources: free })),
      'mini.json': JSON.stringify(mini()),
      'other.json': JSON.stringify({ ...mini(), kind: 'Maxi' }),
    };
    await withFiles(files, async (cwd) => {
      const args = ['--policy', 'require-resources', '--policy', 'require-prestop-hook', '--dry-run', '.'];
      const { stdout, stderr } = await seaworthy(['fix', ...args], { cwd });
      expect(stdout).to.include('--- a/mini.json').and.include('limits').and.not.include('lifecycle');
      expect(stdout).not.to.include('other.json');
      expect(stderr).to.match(
        /other\.json:1:1: Maxi shop\/m was left alone: its CustomResourceDefinition is not among/,
      );
      const check = await seaworthy(['check', '--format', 'json', '.'], { cwd });
      const { findings } = JSON.parse(check.stdout) as { readonly findings: readonly JsonObject[] };
      const offered = findings.filter(({ fix }) => fix !== undefined);
      expect([...new Set(offered.map(({ policy }) => policy))]).to.deep.equal(['require-resources']);
      expect(new Set(offered.map(({ source }) => (source as JsonObject)['file']))).to.deep.equal(
        new Set(['mini.json']),
      );
    });
  });
});
