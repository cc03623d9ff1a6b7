import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { paste, repository, theClone } from '../clone.js';
import type { Output } from '../e2e/harness/run-command.js';
import { blocksOf, linesOf } from './guide.js';

describe('the guide to pipelines', function () {
  this.timeout(1_800_000);
  let clone: string;

  before(async () => {
    clone = await theClone();
    expect((await paste(clone, 'npm run build')).code).to.equal(0);
  });

  it('shows formats that check prints, and a pipeline can read', async () => {
    const outputs: Output[] = [];
    for (const line of linesOf('ci.md')) outputs.push(await paste(clone, line));
    expect(outputs.map(({ code }) => code)).to.deep.equal([1, 1, 1, 1]);
    const [json = '', junit = '', sarif = '', github = ''] = outputs.map(({ stdout }) => stdout);
    expect(JSON.parse(json)).to.have.property('version', 1);
    expect(junit).to.match(/^<\?xml .*\n<testsuites /);
    expect(JSON.parse(sarif)).to.have.property('version', '2.1.0');
    expect(github).to.match(/^::error /);
  });

  it('shows pipelines that are YAML, with commands and a hook that exist', async () => {
    const blocks = blocksOf('ci.md', 'yaml');
    for (const block of blocks) expect(typeof parse(block), block).to.equal('object');
    const text = blocks.join('\n');
    const help = (await paste(clone, 'npx seaworthy check --help')).stdout;
    for (const [, flags = ''] of text.matchAll(/seaworthy@\S+ check (.*?) k8s\//g))
      for (const flag of flags.match(/--\w+/g) ?? []) expect(help).to.include(flag);
    const hooks = parse(readFileSync(join(repository, '.pre-commit-hooks.yaml'), 'utf8')) as readonly { id: string }[];
    for (const [, id] of text.matchAll(/- id: (\S+)/g)) expect(hooks.map((hook) => hook.id)).to.include(id);
    const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { version: string };
    expect(new Set(text.match(/seaworthy@[\d.]+\d/g))).to.deep.equal(new Set([`seaworthy@${version}`]));
  });
});
