import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { introductionOf } from '../../src/policy/api-introduction.js';
import { lifecycleOf } from '../../src/policy/removed-apis.js';
import { formatVersion, newestKubernetes, parseVersion } from '../../src/policy/version.js';

/** The modules whose types say in which release they are deprecated and removed; the API server goes by what they say. */
const modules = ['k8s.io/api', 'k8s.io/apiextensions-apiserver', 'k8s.io/kube-aggregator'];

const GENERATED = 'zz_generated.prerelease-lifecycle.go';

/** What nobody keeps in a file: what is asked or answered, and the body of a subresource. */
const passing = /(?:List|Options|Review|DeploymentRollback|Scale|APIGroupDiscovery)$/;

/** Asked by name in a file all the same. */
const kept = /(?:Subject\w*Review| TokenReview)$/;

interface Fate {
  readonly Introduced?: string;
  readonly Deprecated?: string;
  readonly Removed?: string;
  /** The group to go to. */
  readonly Replacement?: string;
}

async function foldersOfModules(): Promise<readonly string[]> {
  const cwd = join(import.meta.dirname, 'control-plane');
  const run = promisify(execFile);
  await run('go', ['mod', 'download', ...modules], { cwd });
  const { stdout } = await run('go', ['list', '-m', '-f', '{{.Dir}}', ...modules], { cwd });
  return stdout.trim().split('\n');
}

/** The folders of the packages in which something was deprecated. */
async function* generatedFolders(): AsyncIterable<string> {
  for (const module of await foldersOfModules())
    for (const entry of await readdir(module, { recursive: true, withFileTypes: true }))
      if (entry.name === GENERATED) yield entry.parentPath;
}

/** What one package of Go says of its kinds, by apiVersion and kind. */
async function readFates(folder: string): Promise<ReadonlyMap<string, Fate>> {
  const code = await readFile(join(folder, GENERATED), 'utf8');
  const [, group = ''] = /GroupName\s*=\s*"([^"]*)"/.exec(await readFile(join(folder, 'register.go'), 'utf8')) ?? [];
  const apiVersion = group === '' ? basename(folder) : `${group}/${basename(folder)}`;
  const fates = new Map<string, Fate>();
  const pattern =
    /func \(in \*(\w+)\) APILifecycle(Introduced|Deprecated|Removed|Replacement)\(\) .*\{\s*return (.*)\n/g;
  for (const [, kind = '', when = '', value = ''] of code.matchAll(pattern)) {
    const name = `${apiVersion} ${kind}`;
    const read = when === 'Replacement' ? /Group: "([^"]*)"/.exec(value)?.[1] : value.replace(', ', '.');
    fates.set(name, { ...fates.get(name), [when]: read });
  }
  return fates;
}

const isReached = (release: string | undefined): boolean =>
  (parseVersion(release ?? '')?.minor ?? Infinity) <= newestKubernetes.minor;

/** Holds the table against what a kind says of itself. */
function compare(name: string, { Deprecated, Removed, Replacement }: Fate): void {
  const [apiVersion = '', kind = ''] = name.split(' ');
  const { deprecated, removed, use } = lifecycleOf(apiVersion, kind) ?? {};
  const ours = [deprecated && formatVersion(deprecated), removed && formatVersion(removed)];
  expect(ours, name).to.deep.equal([Deprecated, Removed]);
  // The table names the newest version of a group, to spare a second move; the types name the next one.
  if (Replacement !== undefined) expect(use?.split('/')[0], name).to.equal(Replacement);
}

describe('the table of what takes the place of removed APIs', () => {
  it('agrees with what the types of Kubernetes say themselves', async () => {
    let compared = 0;
    for await (const folder of generatedFolders()) {
      for (const [name, { Introduced }] of await readFates(folder)) {
        const [apiVersion = '', kind = ''] = name.split(' ');
        const ours = introductionOf(apiVersion, kind);
        if (ours === undefined) continue;
        expect(formatVersion(ours), name).to.equal(Introduced);
        compared += 1;
      }
    }
    expect(compared).to.be.above(60);
  });
});

describe('the table of removed APIs', () => {
  it('agrees with what the types of Kubernetes say themselves', async () => {
    let compared = 0;
    for await (const folder of generatedFolders()) {
      for (const [name, fate] of await readFates(folder)) {
        const isKept = !passing.test(name) || kept.test(name);
        if (!isKept || !(isReached(fate.Deprecated) || isReached(fate.Removed))) continue;
        compare(name, fate);
        compared += 1;
      }
    }
    expect(compared).to.be.above(60);
  });
});
