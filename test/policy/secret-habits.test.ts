import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { loadAll } from 'js-yaml';
import { arrayAt, isObject, objectAt, stringAt } from '../../src/policy/json.js';
import type { JsonObject } from '../../src/policy/json.js';
import { secretUnder } from '../../src/policy/secret.js';

type Entry = readonly [name: string, value: string];

/** What is written in the ConfigMaps and Deployments of a file. */
function entriesOf(file: string): readonly Entry[] {
  const documents = loadAll(readFileSync(`test/fixtures/secrets/${file}.yaml`, 'utf8')) as readonly JsonObject[];
  return documents.flatMap((document) => [...dataOf(document), ...variablesOf(document)]);
}

function dataOf(document: JsonObject): readonly Entry[] {
  return Object.entries(objectAt(document, 'data') ?? {}).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : '',
  ]);
}

function variablesOf(document: JsonObject): readonly Entry[] {
  const pod = objectAt(objectAt(objectAt(document, 'spec'), 'template'), 'spec');
  const variables = arrayAt(pod, 'containers').flatMap((container) => arrayAt(container, 'env'));
  return variables
    .filter(isObject)
    .map((variable) => [stringAt(variable, 'name') ?? '', stringAt(variable, 'value') ?? '']);
}

describe('what people write in files and variables', () => {
  for (const [name, value] of entriesOf('references')) {
    it(`is no secret where it comes from elsewhere: ${name}`, () => {
      expect(secretUnder(name, value)).to.equal(undefined);
      // Each line may stand alone as well.
      for (const line of value.split('\n')) expect(secretUnder(name, line), line).to.equal(undefined);
    });
  }

  for (const [name, value] of entriesOf('literals')) {
    it(`is one where it stands there: ${name}`, () => {
      expect(secretUnder(name, value)).to.be.a('string');
    });
  }
});
