import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { compileSchema } from '../../src/config/schema.js';
import { imagesSchema } from '../../src/facts/images-settings.js';
import { field, isObject } from '../../src/policy/json.js';
import type { Json } from '../../src/policy/json.js';
import { readRecord } from '../../src/facts/record.js';
import { runCommandLine } from './command-line.js';

const page = readFileSync('docs/configuration.md', 'utf8');

/** The blocks of the page with an info string, without their fences. */
function blocksOf(info: string): readonly string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${info}\\n([^]*?)^\`\`\`$`, 'gm'))].map(([, block = '']) => block);
}

/** Every key that a schema has at the end of a path, as the page writes it: images.keys[].name. */
function keysOf(schema: Json | undefined, path = ''): readonly string[] {
  const properties = field(schema, 'properties');
  const items = field(schema, 'items');
  const named = field(schema, 'additionalProperties');
  if (isObject(items) && field(items, 'properties') !== undefined) return keysOf(items, `${path}[]`);
  if (isObject(named)) return keysOf(named, `${path}.NAME`);
  if (!isObject(properties)) return [path];
  return Object.entries(properties).flatMap(([key, value]) => keysOf(value, path === '' ? key : `${path}.${key}`));
}

async function validate(text: string): Promise<string> {
  const { stdout, stderr } = await runCommandLine(['config', 'validate', '-'], { input: text });
  return stdout + stderr;
}

describe('the page about the configuration', function () {
  this.timeout(60_000);

  it('shows an example that is valid', async () => {
    const [example = '', ...others] = blocksOf('yaml');
    expect(others).to.deep.equal([]);
    expect(await validate(example)).to.equal('-: valid\n');
  });

  it('shows values of the chart that make valid files', async () => {
    const blocks = blocksOf('yaml values');
    expect(blocks).to.have.length(2);
    for (const block of blocks) {
      const [, config = ''] = /^config:\n((?: .*\n)*)/m.exec(block) ?? [];
      expect(config).not.to.equal('');
      const file = `apiVersion: seaworthy.dev/v1\nkind: Configuration\n${config.replaceAll(/^ {2}/gm, '')}`;
      expect(await validate(file), file).to.equal('-: valid\n');
    }
  });

  it('shows a receipt that is read', () => {
    const [receipt = ''] = blocksOf('json');
    expect(readRecord(JSON.parse(receipt))).to.have.property('finishedAt');
  });

  it('names every key', () => {
    const keys = keysOf(compileSchema(imagesSchema).schema);
    expect(keys).to.include.members(['ownedPods', 'exempt.users', 'profiles.NAME.extends', 'images.keys[].publicKey']);
    expect(keys.filter((key) => !page.includes(`| \`${key}\` `))).to.deep.equal([]);
  });
});
