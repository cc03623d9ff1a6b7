import { cp, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { objectAt, stringAt } from '../../src/policy/json.js';
import type { JsonObject } from '../../src/policy/json.js';
import { readManifests } from '../read-manifests.js';
import { listOf } from './harness/kubectl.js';
import { repository } from './harness/manifests.js';
import { runSeaworthy } from './harness/seaworthy-command.js';
import { theCluster } from './harness/suite.js';

/** What this API server has never heard of, or not any more. */
const isServed = (object: JsonObject): boolean =>
  !/^(?:monitoring\.coreos\.com\/v1|batch\/v1beta1)$/.test(stringAt(object, 'apiVersion') ?? '');

/** Those that objects of the shop are in. */
const NAMESPACES = ['kube-system', 'monitoring', 'shop'] as const;

/** A namespace of the shop, under a name that no other test uses. */
const trial = (namespace: string): string => `${namespace}-trial`;

describe('the manifests of a shop', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'seaworthy-shop-'));
    await cp(join(repository, 'test', 'fixtures', 'shop'), folder, { recursive: true });
    for (const namespace of NAMESPACES) await theCluster().admin.succeed(['create', 'namespace', trial(namespace)]);
  });
  after(async () => {
    await rm(folder, { recursive: true });
    for (const namespace of NAMESPACES)
      await theCluster().admin.succeed(['delete', 'namespace', trial(namespace), '--wait=false']);
  });

  /** Every object of the folder that the API server knows, in the namespaces of the trial. */
  async function objects(): Promise<readonly JsonObject[]> {
    const files = (await readdir(folder, { recursive: true })).filter((file) => /\.(?:yaml|json)$/.test(file));
    const texts = await Promise.all(files.sort().map((file) => readFile(join(folder, file), 'utf8')));
    return texts
      .flatMap((text) => readManifests(text))
      .flatMap((object) => (object['kind'] === 'List' ? (object['items'] as JsonObject[]) : [object])) // as kubectl does
      .filter((object) => isServed(object) && object['kind'] !== 'Namespace')
      .map((object) => {
        const metadata = { ...objectAt(object, 'metadata') };
        const namespace = stringAt(metadata, 'namespace');
        if (namespace !== undefined) metadata['namespace'] = trial(namespace);
        return { ...object, metadata };
      });
  }

  async function expectAccepted(): Promise<number> {
    const created = await objects();
    const { code, stdout, stderr } = await theCluster().admin.run(
      ['create', '--dry-run=server', '--validate=strict', '-f', '-'],
      listOf(created),
    );
    expect(code, stderr).to.equal(0);
    expect(stdout.match(/ created \(server dry run\)/g)).to.have.length(created.length);
    return created.length;
  }

  async function findings(): Promise<number> {
    const { stdout } = await runSeaworthy(['check', '--format', 'json', folder]);
    return (JSON.parse(stdout) as { findings: readonly unknown[] }).findings.length;
  }

  it('are accepted by the API server as they are written, and as seaworthy fix mends them', async () => {
    expect(await expectAccepted()).to.be.above(55);
    const before = await findings();
    // 1: some of it is left to people.
    expect(await runSeaworthy(['fix', folder])).to.include({ code: 1 });
    expect(await findings()).to.be.below(before - 10);
    expect(await expectAccepted()).to.be.above(55);
  });
});
