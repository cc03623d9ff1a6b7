import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import { policies } from '../../policies/index.js';
import { describe as describeObject } from '../../src/report/judged.js';
import type { Judged } from '../../src/report/judged.js';
import { finding, named } from './findings.js';
import { errors, hostile, matchGolden, plain, print, rendered, sourced, unsourced } from './rendering.js';

const schema = JSON.parse(readFileSync('test/fixtures/schemas/sarif-2.1.0.json', 'utf8')) as object;
// One of its patterns is no regular expression in the Unicode mode.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);

interface Location {
  readonly physicalLocation?: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string };
    readonly region?: { readonly startLine: number; readonly startColumn?: number };
  };
  readonly logicalLocations?: readonly { readonly fullyQualifiedName: string; readonly kind: string }[];
  readonly message?: { readonly text: string };
}

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly [Location];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly fixes?: readonly unknown[];
}

interface Rule {
  readonly id: string;
  readonly helpUri?: string;
  readonly help: { readonly text: string; readonly markdown: string };
  readonly defaultConfiguration: { readonly level: string };
  readonly properties: { readonly tags: readonly string[]; readonly 'security-severity': string };
}

interface Run {
  readonly tool: {
    readonly driver: { readonly name: string; readonly semanticVersion: string; readonly rules: readonly Rule[] };
  };
  readonly results: readonly Result[];
  readonly invocations: readonly [
    {
      readonly executionSuccessful: boolean;
      readonly toolExecutionNotifications: readonly {
        readonly level: string;
        readonly message: { readonly text: string };
        readonly locations?: readonly Location[];
      }[];
    },
  ];
}

/** Prints a report, holds it to the schema of SARIF, and gives its run. */
async function run(judged: readonly Judged[], options: Parameters<typeof print>[2] = {}): Promise<Run> {
  const log: unknown = JSON.parse(await print(judged, 'sarif', { failed: [], ...options }));
  expect(validate(log), JSON.stringify(validate.errors)).to.equal(true);
  const { runs } = log as { readonly runs: readonly [Run] };
  return runs[0];
}

/** A finding in a file of a name. */
function inFile(file: string): Judged {
  return describeObject(named('web'), [finding('require-x')], () => ({ file, document: 0, line: 2, column: 3 }));
}

/** What GitHub calls a score. */
function severityOf(score: number): string {
  if (score > 9) return 'critical';
  if (score >= 7) return 'high';
  return score >= 4 ? 'medium' : 'low';
}

async function artifactOf(file: string): Promise<unknown> {
  return (await run([inFile(file)])).results[0]?.locations[0].physicalLocation?.artifactLocation;
}

describe('the report as SARIF', () => {
  it('is as it always was', async () => {
    matchGolden('report.sarif', await print([sourced, unsourced], 'sarif'));
  });

  it('keeps to the schema with and without findings, files and errors', async () => {
    for (const judged of [[sourced], [unsourced], [sourced, unsourced], hostile, []]) {
      for (const failed of [errors, []]) await run(judged, { failed });
    }
  });

  it('is refused by the schema once something is amiss', async () => {
    const text = await print([sourced], 'sarif');
    expect(validate(JSON.parse(text.replace('"level":"warning"', '"level":"warn"')))).to.equal(false);
    expect(validate(JSON.parse(text.replace('"startLine":14', '"startLine":0')))).to.equal(false);
    expect(validate(JSON.parse(text.replace('"k8s/web.yaml"', '"k8s web.yaml"')))).to.equal(false);
    expect(validate(JSON.parse(text.replace('"deletedRegion"', '"deletedRegions"')))).to.equal(false);
  });

  it('describes each policy that occurs once, and points at it', async () => {
    const { tool, results } = await run([sourced, unsourced]);
    const ids = tool.driver.rules.map(({ id }) => id);
    expect(ids).to.deep.equal(['require-pinned-images', 'require-probes', 'require-resources']);
    for (const { ruleId, ruleIndex } of results) expect(ids[ruleIndex]).to.equal(ruleId);
    expect(tool.driver.semanticVersion).to.equal('1.2.3');
  });

  it('describes every policy there is: help, tags, a score that fits its severity', async () => {
    const all = policies.map(({ meta }) => ({ ...finding(meta.id), policy: meta }));
    const { tool } = await run([describeObject(named('web'), all)]);
    expect(tool.driver.rules).to.have.length(policies.length);
    for (const [index, rule] of tool.driver.rules.entries()) {
      const { meta } = policies[index] ?? expect.fail();
      expect(rule.helpUri).to.equal(meta.references[0]);
      for (const said of [meta.remedy, ...(meta.details ?? [])]) expect(rule.help.markdown).to.include(said);
      expect(rule.properties.tags).to.include(meta.category);
      expect(severityOf(Number(rule.properties['security-severity']))).to.equal(meta.severity);
    }
  });

  it('makes a policy as severe as the worst of its findings, wherever that stands', async () => {
    const severe = (path: string, severity: 'low' | 'high') => finding('require-flag', { path, severity });
    const found = [severe('/a', 'low'), severe('/b', 'high'), severe('/c', 'low')];
    const { tool } = await run([describeObject(named('web'), found)]);
    expect(tool.driver.rules.map((rule) => rule.properties['security-severity'])).to.deep.equal(['8.0']);
  });

  it('gives a level to each mode', async () => {
    const { results } = await run([sourced, unsourced]);
    expect(results.map(({ level }) => level)).to.have.members(['error', 'error', 'warning', 'note']);
  });

  it('names files by URIs that are relative to the folder, and absolute outside of it', async () => {
    const uriBaseId = '%SRCROOT%';
    expect(await artifactOf('./k8s//web.yaml')).to.deep.equal({ uri: 'k8s/web.yaml', uriBaseId });
    expect(await artifactOf('a b/ü#?%.yaml')).to.deep.equal({ uri: 'a%20b/%C3%BC%23%3F%25.yaml', uriBaseId });
    expect(await artifactOf('c:d.yaml')).to.deep.equal({ uri: 'c%3Ad.yaml', uriBaseId });
    expect(await artifactOf('/repo/k8s/web.yaml')).to.deep.equal({ uri: 'k8s/web.yaml', uriBaseId });
    expect(await artifactOf('../other/web.yaml')).to.deep.equal({ uri: 'file:///other/web.yaml' });
    expect(await artifactOf('..web.yaml')).to.deep.equal({ uri: '..web.yaml', uriBaseId });
  });

  it('has only the place in the object for what is in no file', async () => {
    const ofCluster = (await run([unsourced])).results[0]?.locations[0];
    expect(ofCluster).not.to.have.property('physicalLocation');
    expect(ofCluster?.logicalLocations).to.deep.equal([
      { fullyQualifiedName: 'Deployment shop/api', kind: 'resource' },
      { fullyQualifiedName: 'Deployment shop/api spec.x[0].y', kind: 'property' },
    ]);
    const piped = (await run([inFile('-')])).results[0]?.locations[0];
    expect(piped).not.to.have.property('physicalLocation');
    expect(piped?.message?.text).to.equal('standard input, line 2, column 3');
  });

  it('names the template of what was rendered, and says that the line is not one of it', async () => {
    const location = (await run([rendered])).results[0]?.locations[0];
    expect(location?.physicalLocation).to.deep.equal({
      artifactLocation: { uri: 'chart/templates/web.yaml', uriBaseId: '%SRCROOT%' },
    });
    expect(location?.message?.text).to.equal('as rendered, line 7, column 3');
  });

  it('carries the fix of a file as a change of its text', async () => {
    const fixed = (await run([sourced])).results.flatMap(({ fixes }) => fixes ?? []);
    expect(fixed).to.deep.equal([
      {
        description: { text: 'set resources.limits.memory to 256Mi' },
        artifactChanges: [
          {
            artifactLocation: { uri: 'k8s/web.yaml', uriBaseId: '%SRCROOT%' },
            replacements: [
              {
                deletedRegion: { startLine: 15, startColumn: 1, endLine: 15, endColumn: 1 },
                insertedContent: {
                  text: '        resources: {limits: {memory: 256Mi}}\n',
                },
              },
            ],
          },
        ],
      },
    ]);
  });

  it('says what could not be read, and that the run was not whole', async () => {
    const [{ executionSuccessful, toolExecutionNotifications }] = (await run([sourced], { failed: errors }))
      .invocations;
    expect(executionSuccessful).to.equal(false);
    expect(toolExecutionNotifications.map(({ message }) => message.text)).to.deep.equal([
      'gone.yaml: no such file or folder',
      'k8s/broken.yaml: this is not YAML',
    ]);
    expect(toolExecutionNotifications[1]?.locations?.[0]?.physicalLocation?.region).to.deep.equal({
      startLine: 3,
      startColumn: 1,
    });
    expect((await run([sourced])).invocations[0].executionSuccessful).to.equal(true);
  });

  it('escapes what SARIF would take for a link or the place of an argument', async () => {
    const evil = named('{0} [here](https://evil.example)');
    const text = (await run([describeObject(evil, [finding('require-x')])])).results[0]?.message.text;
    expect(text).to.include('Deployment {{0}} \\[here](https://evil.example): something is wrong.');
  });

  it('holds at most as many results as GitHub takes, the worst of them, and says so', async () => {
    const mild = Array.from({ length: 25_000 }, (_, index) =>
      finding('require-a', { path: `/a/${index}`, mode: 'warn' }),
    );
    const bad = finding('require-b', { path: '/b' });
    const found = await run([describeObject(named('web'), [...mild, bad])], { setting: plain });
    expect(found.results).to.have.length(25_000);
    expect(found.results.some(({ ruleId }) => ruleId === 'require-b')).to.equal(true);
    const [note] = found.invocations[0].toolExecutionNotifications;
    expect(note?.message.text).to.match(/^1 more finding/);
  }).timeout(30_000);
});

describe('the fingerprint of a finding', () => {
  async function fingerprints(...judged: readonly Judged[]): Promise<readonly (string | undefined)[]> {
    return (await run(judged)).results.map(({ partialFingerprints }) => partialFingerprints['seaworthyFinding/v1']);
  }
  const ofContainer = (
    place: number,
    line: number,
    more: { readonly id?: string; readonly name?: string } = {},
  ): Judged =>
    describeObject(
      named(more.name ?? 'web'),
      [finding(more.id ?? 'require-x', { container: 'app', path: `/spec/containers/${place}/image` })],
      () => ({ file: 'a.yaml', document: 0, line, column: 1 }),
    );

  it('stays when lines move, and when the container moves in its list', async () => {
    expect(await fingerprints(ofContainer(0, 3))).to.deep.equal(await fingerprints(ofContainer(1, 30)));
  });

  it('is another one for another policy and another object', async () => {
    const all = await Promise.all([
      fingerprints(ofContainer(0, 3)),
      fingerprints(ofContainer(0, 3, { id: 'require-y' })),
      fingerprints(ofContainer(0, 3, { name: 'api' })),
    ]);
    expect(new Set(all.flat()).size).to.equal(3);
  });

  it('is never the same for two findings of one run', async () => {
    const all = await fingerprints(ofContainer(0, 3), ofContainer(0, 3), ...hostile);
    expect(new Set(all).size).to.equal(all.length);
  });
});
