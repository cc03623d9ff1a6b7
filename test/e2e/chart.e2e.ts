import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { parseAllDocuments } from 'yaml';
import { helmBinary } from './harness/binaries.js';

const repository = fileURLToPath(new URL('../../', import.meta.url));

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

async function helm(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(helmBinary(), args, { cwd: repository });
  return stdout;
}

const template = (...args: readonly string[]) =>
  helm('template', 'seaworthy', 'deploy/chart', '--namespace', 'seaworthy-system', ...args);

async function objects(...args: readonly string[]): Promise<Rendered[]> {
  const documents = parseAllDocuments(await template(...args)).map((document) => document.toJS() as unknown);
  return documents.filter((document): document is Rendered => document !== null);
}

/** What helm says when it refuses. */
async function refusal(...args: readonly string[]): Promise<string> {
  try {
    await template(...args);
  } catch (error) {
    return (error as { stderr: string }).stderr;
  }
  throw new Error('helm accepted it');
}

describe('the chart', () => {
  it('renders deploy/install.yaml from its defaults, byte for byte (npm run render writes it)', async () => {
    expect(await template()).to.equal(readFileSync(`${repository}deploy/install.yaml`, 'utf8'));
  });

  it('is accepted by helm lint in its strict form', async () => {
    expect(await helm('lint', '--strict', 'deploy/chart')).to.include('0 chart(s) failed');
  });

  it('pins the image by its digest when it is told one', async () => {
    const digest = `sha256:${'5e'.repeat(32)}`;
    const text = await template('--set', `image.repository=registry.example.com/seaworthy,image.digest=${digest}`);
    const images = text.match(/image: .*/g) ?? [];
    expect(images).to.have.length(4);
    for (const image of images)
      expect(image).to.match(/^image: registry\.example\.com\/seaworthy:[\d.]+@sha256:(5e){32}$/);
  });

  it('gives the Job of the certificates a new name when it runs something else, and the same one otherwise', async () => {
    const jobName = async (...args: readonly string[]) =>
      (await objects(...args)).find(({ kind }) => kind === 'Job')?.metadata.name;
    const name = await jobName();
    expect(await jobName('--set', 'server.replicas=3')).to.equal(name);
    expect(await jobName('--set', 'image.tag=0.2.0')).not.to.equal(name);
  });

  it('renders a PodMonitor, receipts and a configuration when they are asked for', async () => {
    const values = 'monitoring.podMonitor.enabled=true,receipts.configMap=scans,config.ceiling=audit';
    const rendered = await objects('--set', values);
    expect(rendered.map(({ kind }) => kind)).to.include('PodMonitor');
    const configuration = rendered.find(({ kind }) => kind === 'ConfigMap')?.['data'];
    expect(configuration).to.deep.equal({
      'config.yaml': 'apiVersion: seaworthy.dev/v1\nkind: Configuration\nceiling: audit\n',
    });
    expect(JSON.stringify(rendered.find(({ kind }) => kind === 'Deployment'))).to.include('/etc/seaworthy/receipts');
  });

  it('leaves out what is switched off, and its rights with it', async () => {
    const rendered = await objects(
      '--set',
      'audit.enabled=false,networkPolicy.enabled=false,podDisruptionBudget.enabled=false,resourceQuota.enabled=false',
    );
    expect(rendered.filter(({ metadata }) => metadata.name === 'seaworthy-audit')).to.deep.equal([]);
    const optional = ['NetworkPolicy', 'PodDisruptionBudget', 'ResourceQuota'];
    expect(rendered.filter(({ kind }) => optional.includes(kind))).to.deep.equal([]);
  });

  it('keeps out of the namespace that it is installed in, whatever its name', async () => {
    const text = await helm('template', 'seaworthy', 'deploy/chart', '--namespace', 'gate');
    expect(text).not.to.include('seaworthy-system');
    expect(text.match(/values: \[kube-system, kube-node-lease, gate\]/g)).to.have.length(5);
  });

  it('refuses values that it does not know, each by its name', async () => {
    const said = await refusal('--set', 'image.tga=1,server.replica=3,image.digest=latest');
    expect(said).to.include("'tga'").and.to.include("'replica'").and.to.include('/image/digest');
  });
});
