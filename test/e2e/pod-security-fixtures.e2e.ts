import { readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { expect } from 'chai';
import { parseManifests, repository } from './harness/manifests.js';
import { runCommand } from './harness/run-command.js';
import { denyingPolicies } from './pod-security/judge.js';

const levels = { baseline: 'baseline', restricted: 'production' } as const;

/** The fixtures of the standard itself lie in the Go module that the API server is built from; without Go there are none. */
async function fixtureFolder(): Promise<string | undefined> {
  const folder = join(repository, 'test', 'e2e', 'control-plane');
  const args = ['-C', folder, 'list', '-m', '-f', '{{.Dir}}', 'k8s.io/pod-security-admission'];
  const { code, stdout } = await runCommand('go', args).catch(() => ({ code: 1, stdout: '' }));
  return code === 0 ? join(stdout.trim(), 'test', 'testdata') : undefined;
}

const folder = await fixtureFolder();

interface Fixture {
  /** Such as v1.34/fail/privileged0.yaml. */
  readonly name: string;
  readonly version: string;
  readonly isBad: boolean;
  readonly text: string;
}

function fixturesOf(root: string, level: keyof typeof levels): readonly Fixture[] {
  return readdirSync(join(root, level), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => {
      const [version = '', verdict] = name.split(sep);
      return { name, version, isBad: verdict === 'fail', text: readFileSync(join(root, level, name), 'utf8') };
    });
}

if (folder !== undefined) {
  describe("the Pod Security Standards' own fixtures", function () {
    this.timeout(120_000);
    for (const level of ['baseline', 'restricted'] as const) {
      it(`pass and fail in ${levels[level]} as they do in ${level}, for every version`, () => {
        const fixtures = fixturesOf(folder, level);
        expect(fixtures.length).to.be.at.least(1_000);
        const wrong = fixtures.filter(({ version, isBad, text }) => {
          const [pod = {}] = parseManifests(text);
          return denyingPolicies(pod, levels[level], version).length > 0 !== isBad;
        });
        expect(wrong.map(({ name }) => name)).to.deep.equal([]);
      });
    }
  });
}
