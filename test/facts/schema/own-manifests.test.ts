import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { createSchemas } from '../../../src/facts/schema/schema-fact.js';
import { arrayAt, stringAt } from '../../../src/policy/json.js';
import type { JsonObject } from '../../../src/policy/json.js';
import { newestKubernetes } from '../../../src/policy/version.js';
import { readManifests } from '../../read-manifests.js';

const goodFixtures = readdirSync('test/fixtures/policies')
  .filter((id) => id !== 'require-valid-schema')
  .map((id) => join('test/fixtures/policies', id, 'good.yaml'));

/** The objects of a file, Lists opened. */
function objectsIn(file: string): readonly JsonObject[] {
  return readManifests(readFileSync(file, 'utf8')).flatMap((object) =>
    object['kind'] === 'List' ? (arrayAt(object, 'items') as readonly JsonObject[]) : [object],
  );
}

describe('the schemas of objects', () => {
  it('are kept by every manifest of this project that is meant to be good', async () => {
    const notes: string[] = [];
    const schemas = createSchemas({
      kubernetesVersion: newestKubernetes,
      strict: false,
      note: (text) => notes.push(text),
    });
    const files = ['deploy/install.yaml', 'docs/examples/web.yaml', ...goodFixtures];
    const objects = files.flatMap((file) => objectsIn(file).map((object) => ({ file, object })));
    expect(objects.length).to.be.above(60);
    for (const { object } of objects) schemas.learn(object);
    const problems: string[] = [];
    for (const { file, object } of objects) {
      const fact = await schemas.lookup(object, stringAt(object, 'kind') ?? '');
      if (!fact.known) throw new Error(fact.reason);
      problems.push(...fact.value.map(({ path, message }) => `${file} ${path}: ${message}`));
    }
    expect(problems).to.deep.equal([]);
    expect(notes).to.deep.equal([]);
  });
});
