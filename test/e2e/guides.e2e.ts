import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { repository } from './harness/manifests.js';
import { runCommand, type Output } from './harness/run-command.js';
import { theCluster } from './harness/suite.js';

/** The blocks of a guide in one language, each as its text. */
function blocksOf(guide: string, language: string): readonly string[] {
  const text = readFileSync(join(repository, 'docs', 'guides', guide), 'utf8');
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, found, block = '']) =>
    found === language ? [block] : [],
  );
}

/** Runs a line as a reader does, in the folder of the project. */
function paste(line: string, env: NodeJS.ProcessEnv = {}): Promise<Output> {
  const quiet = { ...process.env, NO_COLOR: '1', npm_config_loglevel: 'error' };
  return runCommand('sh', ['-c', `cd '${repository}' && ${line}`], { env: { ...quiet, ...env } });
}

function linesOf(guide: string): readonly string[] {
  return blocksOf(guide, 'sh').flatMap((block) => block.trim().split('\n'));
}

/** The namespace shop of the guide, under a name that no other test uses. */
const NAMESPACE = 'guided-shop';

describe('the guides', () => {
  it('lead a namespace in, and out again', async () => {
    const { admin } = theCluster();
    await admin.succeed(['create', 'namespace', NAMESPACE]);
    try {
      const seen: string[] = [];
      for (const line of linesOf('opt-in.md')) {
        const { code, stderr } = await paste(line.replace(' shop', ` ${NAMESPACE}`), { KUBECONFIG: admin.kubeconfig });
        expect(code, `${line}\n${stderr}`).to.equal(0);
        const labels = await admin.succeed(['get', 'namespace', NAMESPACE, '-o', 'jsonpath={.metadata.labels}']);
        seen.push([...labels.matchAll(/"seaworthy\.dev\/(\w+)":"production"/g)].map(([, label]) => label).join(' '));
      }
      expect(seen).to.deep.equal([
        '',
        'audit',
        'audit warn',
        'audit inject warn',
        'audit enforce inject warn',
        'audit inject warn',
        '',
      ]);
    } finally {
      await admin.succeed(['delete', 'namespace', NAMESPACE, '--wait=false']);
    }
  });

  it('show formats that check prints, and a pipeline can read', async () => {
    const outputs: Output[] = [];
    for (const line of linesOf('ci.md')) outputs.push(await paste(line));
    expect(outputs.map(({ code }) => code)).to.deep.equal([1, 1, 1, 1]);
    const [json = '', junit = '', sarif = '', github = ''] = outputs.map(({ stdout }) => stdout);
    expect(JSON.parse(json)).to.have.property('version', 1);
    expect(junit).to.match(/^<\?xml .*\n<testsuites /);
    expect(JSON.parse(sarif)).to.have.property('version', '2.1.0');
    expect(github).to.match(/^::error /);
  });

  it('show pipelines that are YAML, with commands and a hook that exist', async () => {
    const blocks = blocksOf('ci.md', 'yaml');
    for (const block of blocks) expect(typeof parse(block), block).to.equal('object');
    const text = blocks.join('\n');
    const help = (await paste('npx seaworthy check --help')).stdout;
    for (const [, flags = ''] of text.matchAll(/seaworthy@\S+ check (.*?) k8s\//g))
      for (const flag of flags.match(/--\w+/g) ?? []) expect(help).to.include(flag);
    const hooks = parse(readFileSync(join(repository, '.pre-commit-hooks.yaml'), 'utf8')) as readonly { id: string }[];
    for (const [, id] of text.matchAll(/- id: (\S+)/g)) expect(hooks.map((hook) => hook.id)).to.include(id);
    const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { version: string };
    expect(new Set(text.match(/seaworthy@[\d.]+\d/g))).to.deep.equal(new Set([`seaworthy@${version}`]));
  });
});
