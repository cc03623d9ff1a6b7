import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { policies } from '../../../policies/index.js';
import type { Court } from '../../../src/cli/fix/mend-document.js';
import { mendText } from '../../../src/cli/fix/mend-text.js';
import { applyEdits } from '../../../src/engine/edit.js';
import { createSchemas } from '../../../src/facts/schema/schema-fact.js';
import type { Finding } from '../../../src/engine/finding.js';
import { stringAt } from '../../../src/policy/json.js';
import type { JsonObject } from '../../../src/policy/json.js';
import type { Policy } from '../../../src/policy/policy.js';
import { newestKubernetes } from '../../../src/policy/version.js';
import { readManifests } from '../../read-manifests.js';
import { courtOf } from './court.js';

function fixture({ meta }: Policy, file: string): string {
  return readFileSync(`test/fixtures/policies/${meta.id}/${file}`, 'utf8');
}

function courtFor(policy: Policy): Court {
  const beside = existsSync(`test/fixtures/policies/${policy.meta.id}/settings.json`);
  return courtOf([policy], beside ? (JSON.parse(fixture(policy, 'settings.json')) as JsonObject) : undefined);
}

async function findings({ inspect, scope }: Court, object: JsonObject): Promise<readonly Finding[]> {
  return (await inspect(object, stringAt(object, 'kind') ?? '', scope)).findings;
}

const { flawsOf } = createSchemas({ kubernetesVersion: newestKubernetes, strict: false, note: () => undefined });

/** What the API server's schema has against an object; nothing against custom resources, which are others' affair. */
async function flawNames(object: JsonObject): Promise<readonly string[]> {
  const flaws = (await flawsOf(object, stringAt(object, 'kind') ?? '')) ?? [];
  return flaws.map(({ keyword, instancePath }) => `${keyword} ${instancePath}`);
}

describe('the bad example of every policy', function () {
  this.timeout(60_000);
  let mended = 0;

  for (const policy of policies) {
    it(`is mended as far as it has fixes, and then left alone: ${policy.meta.id}`, async () => {
      const court = courtFor(policy);
      const before = fixture(policy, 'bad.yaml');
      const { text, errors, outcomes } = await mendText(before, court);
      expect(errors).to.deep.equal([]);
      expect(outcomes.map(({ reason }) => reason)).to.deep.equal(outcomes.map(() => undefined));
      const objects = readManifests(before);
      for (const [index, now] of readManifests(text).entries()) {
        const object = objects[index] ?? {};
        const found = await findings(court, object);
        const edits = found.flatMap(({ fix = [] }) => fix);
        expect(now).to.deep.equal(applyEdits(object, edits, { overwrite: true }).object);
        const left = await findings(court, now);
        expect(left.filter(({ fix }) => fix !== undefined)).to.deep.equal([]);
        expect(left.map(({ message }) => message)).to.deep.equal(
          found.filter(({ fix }) => fix === undefined).map(({ message }) => message),
        );
        if (edits.length > 0) mended++;
      }
      expect((await mendText(text, court)).text).to.equal(text);
    });
  }

  it('has a fix for more than a dozen policies', () => {
    expect(mended).to.be.at.least(12);
  });

  it('is mended by all policies together, in YAML and in JSON', async () => {
    const court = courtOf(policies.filter(({ needs = [] }) => needs.length === 0));
    for (const policy of policies) {
      const yaml = await mendText(fixture(policy, 'bad.yaml'), court);
      const objects = readManifests(fixture(policy, 'bad.yaml'));
      for (const [index, now] of readManifests(yaml.text).entries()) {
        const flaws = await flawNames(objects[index] ?? {});
        expect(flaws, `${policy.meta.id}: a fix adds no flaw`).to.include.members(await flawNames(now));
      }
      for (const [index, object] of objects.entries()) {
        const json = await mendText(JSON.stringify(object, null, 2), court);
        expect(JSON.parse(json.text), policy.meta.id).to.deep.equal(readManifests(yaml.text)[index]);
        expect((await mendText(json.text, court)).text).to.equal(json.text);
      }
      for (const { remaining } of yaml.outcomes) {
        expect(
          remaining.filter(({ fix }) => fix !== undefined),
          policy.meta.id,
        ).to.deep.equal([]);
      }
      expect((await mendText(yaml.text, court)).text).to.equal(yaml.text);
    }
  });
});
