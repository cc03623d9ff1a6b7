import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { seaworthy, withFiles } from './seaworthy.js';

/** A Pod with one fault to find: an image without a tag, on its ninth line. */
const pod = (name: string): string => `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: shop
spec:
  containers:
    - name: app
      image: nginx
`;
const json = (more: string): string =>
  `{\n  "apiVersion": "v1",\n  "kind": "Pod",\n  "metadata": {"name": "j", "namespace": "shop"},\n  ${more}\n}\n`;

const levels = Array.from({ length: 9 }, (_, level) => {
  const below = level === 0 ? 'x' : `*a${level - 1}`;
  return `a${level}: &a${level} [${Array.from({ length: 10 }, () => below).join(', ')}]`;
});

/** Files that hold something broken, with its place and what is said of it; then what is found in spite of it. */
const broken: Readonly<Record<string, readonly [string | Buffer, RegExp]>> = {
  'twice.yaml': [`${pod('twice')}kind: Job\n`, /^twice\.yaml:10:1: map keys must be unique$/m],
  'twice.json': [json('"kind": "Job"'), /^twice\.json:5:3: map keys must be unique$/m],
  'tab.yaml': ['apiVersion: v1\nkind: Pod\nmetadata:\n\tname: tab\n', /^tab\.yaml:4:1: tabs are not allowed/m],
  'blank.yaml': ['a: [1]\n \t\nb: 1\n', /^blank\.yaml:2:2: a tab may not stand here for kubectl: write spaces$/m],
  'slash.yaml': ['a: "x\\/y"\n', /^slash\.yaml:1:6: kubectl knows no escape sequence \\\/ in YAML: write \/ alone$/m],
  'behind.yaml': [
    '# c\n--- {a: 1}\n',
    /^behind\.yaml:2:5: kubectl takes nothing but a comment behind ---: write this/m,
  ],
  'ignored.yaml': [
    `${pod('heard')}...\n${pod('unheard')}`,
    /^ignored\.yaml:11:1: kubectl ignores what stands between \.\.\. and the next ---: write --- before this$/m,
  ],
  'directive.yaml': [
    `%YAML 1.1\n---\n${pod('directed')}`,
    /^directive\.yaml:1:1: kubectl takes no directive such as %YAML: leave it out$/m,
  ],
  'bomb.yaml': [`${levels.join('\n')}\n`, /^bomb\.yaml:1:16: aliases make this too large for kubectl$/m],
  'endless.yaml': ['a: &a {b: *a}\n', /^endless\.yaml:1:11: this alias stands within the value that it repeats$/m],
  'gone.yaml': ['a: 1\nb: *gone\n', /^gone\.yaml:2:4: unresolved alias/m],
  'deep.yaml': ['- '.repeat(2000), /^deep\.yaml:1:\d+: this is nested in more than 650 lists and maps,/m],
  'deeper.yaml': [
    `a: ${'['.repeat(20_000)}\n`,
    /^deeper\.yaml:1:\d+: this is nested in more than 650 lists and maps,/m,
  ],
  'deep-keys.yaml': [
    `${'{'.repeat(5_000)}a${'}: b'.repeat(5_000)}\n`,
    /^deep-keys\.yaml:1:\d+: this is nested in more than 650 lists and maps,/m,
  ],
  'half.json': ['{"apiVersion": "v1",\n  "kind": ', /^half\.json:\d+:\d+: /m],
  'comma.json': [json('"spec": {},'), /^comma\.json:6:1: this is no JSON: a key in double quotes is wanted here$/m],
  'nan.json': [json('"spec": NaN'), /^nan\.json:5:11: this is no JSON: a value is wanted here$/m],
  'raw.json': [json('"spec": "a\u0001"'), /^raw\.json:5:13: this is no JSON: a control character in a text has to be/m],
  'raw.yaml': ['a: 1\nb: "x\u0001"\n', /^raw\.yaml:2:6: control characters are not allowed$/m],
  'infinite.yaml': [
    'a: 1\nb: [-.inf, .NaN]\n',
    /^infinite\.yaml:2:5: -\.inf is no value that JSON has: put it in quotes$/m,
  ],
  'utf-16.yaml': [
    Buffer.from(`\uFEFF${pod('wide')}`, 'utf16le'),
    /^utf-16\.yaml:1:1: this is UTF-16: convert it to UTF-8/m,
  ],
  'latin-1.yaml': [Buffer.from('a: caf\u00e9\n', 'latin1'), /^latin-1\.yaml:1:7: this is not UTF-8 text$/m],
  'latin-1-middle.yaml': [
    Buffer.concat([
      Buffer.from(`${pod('before-latin')}---\n# caf\u00e9\n`, 'utf8'),
      Buffer.from(`${pod('latin')}# caf\u00e9\n---\n`, 'latin1'),
      Buffer.from(pod('after-latin')),
    ]),
    /^latin-1-middle\.yaml:21:6: this is not UTF-8 text$/m,
  ],
  // The space that word processors and web pages write is none to YAML.
  'spaced.yaml': [pod('spaced').replaceAll(/^/gm, '\u00a0'), /^spaced\.yaml:\d+:1: /m],
  'zero.yaml': ['a: b\u0000c\n', /^zero\.yaml:\d+:\d+: /m],
  'binary.yaml': ['apiVersion: v1\nkind: !!binary UG9k\n', /^binary\.yaml:2:16: !!binary stands for other text/m],
  'separator.yaml': [
    'apiVersion: v1\nspec:\n  # a\u2028  b: 1\n',
    /^separator\.yaml:3:6: U\+2028 ends a line for kubectl alone/m,
  ],
  'stream.json': [
    `${json('"spec": {}').replaceAll('\n', '')}\n{"a" 1}`,
    /^stream\.json:2:6: this is no JSON: a colon is wanted here$/m,
  ],
  '::stop-commands::x.yaml': ['a: [\n', /^seaworthy: ::stop-commands::x\.yaml:\d+:\d+: /m],
  'middle.yaml': [`${pod('before')}---\na: {b: 1\n---\n${pod('after')}`, /^middle\.yaml:12:1: /m],
};

describe('seaworthy check of bad YAML', function () {
  this.timeout(120_000);

  it('reports what is broken with its place, and judges the rest', async () => {
    const files = Object.fromEntries(Object.entries(broken).map(([name, [content]]) => [name, content]));
    const outcome = await withFiles(files, (cwd) => seaworthy(['check', '.', '--format', 'json'], { cwd }));
    expect(outcome.code).to.equal(2);
    for (const [name, [, message]] of Object.entries(broken)) expect(outcome.stderr, name).to.match(message);
    const { findings, summary } = JSON.parse(outcome.stdout) as Report;
    expect(outcome.stderr).to.not.match(/^\s*::/m);
    expect(summary.objects).to.equal(7);
    const judged = new Set(['before', 'after', 'j', 'heard', 'directed', 'before-latin', 'after-latin']);
    expect(new Set(findings.map(({ object }) => object.name))).to.deep.equal(judged);
  });

  it('reads a stream of JSON, each value a document of its own', async () => {
    const [one, two] = [json('"spec": {"hostNetwork": true}'), json('"spec": {"hostPID": true}')];
    const files = {
      'jq.json': one.replaceAll('\n', '') + '\n' + two.replaceAll('\n', '') + '\n',
      'pretty.json': one + two,
    };
    const shared = one.trimEnd() + two;
    const column = files['jq.json'].indexOf('"hostNetwork"') + 1;
    const outcome = await withFiles({ ...files, 'shared.json': shared }, (cwd) =>
      seaworthy(['check', '.', '--format', 'sarif'], { cwd }),
    );
    expect(outcome.code).to.equal(1);
    const { results } = (JSON.parse(outcome.stdout) as Sarif).runs[0];
    const places = results
      .filter(({ ruleId }) => ruleId === 'disallow-host-namespaces')
      .map(({ locations: [{ physicalLocation: at }], fixes }) => {
        const edited = fixes?.[0].artifactChanges[0].replacements[0].deletedRegion.startLine;
        return [at.artifactLocation.uri, at.region.startLine, at.region.startColumn, edited];
      });
    expect(places).to.deep.equal([
      ['jq.json', 1, column, 1],
      ['jq.json', 2, column, 2],
      ['pretty.json', 5, 12, 5],
      ['pretty.json', 11, 12, 11],
      ['shared.json', 5, 12, 5],
      ['shared.json', 10, 12, undefined],
    ]);
  });

  it('merges as kubectl does, and counts lines that end in carriage returns alone', async () => {
    const merged = `${pod('merged')}      securityContext:\n        privileged: false\n        <<: {privileged: true}\n`;
    const files = { 'merged.yaml': merged, 'old.yaml': pod('old').replaceAll('\n', '\r') };
    const outcome = await withFiles(files, (cwd) => seaworthy(['check', '.', '--format', 'json'], { cwd }));
    const { findings } = JSON.parse(outcome.stdout) as Report;
    const images = findings.filter(({ policy }) => policy === 'require-pinned-images');
    expect(images.map(({ source }) => `${source.file}:${source.line}:${source.column}`)).to.deep.equal([
      'merged.yaml:9:7',
      'old.yaml:9:7',
    ]);
    const privileged = findings.filter(({ policy }) => policy === 'disallow-privileged-containers');
    expect(privileged.map(({ object, source }) => [object.name, source.line])).to.deep.equal([['merged', 12]]);
  });

  it('opens Lists in Lists however deep', async () => {
    const [open, close] = ['{"apiVersion":"v1","kind":"List","items":[', ']}'];
    const deep = open.repeat(3000) + json('"spec": {"hostNetwork": true}') + close.repeat(3000);
    const outcome = await withFiles({ 'deep.json': deep }, (cwd) =>
      seaworthy(['check', '.', '--format', 'json'], { cwd }),
    );
    expect([outcome.code, (JSON.parse(outcome.stdout) as Report).summary.objects]).to.deep.equal([1, 1]);
  });

  it('reads what only looks bad, and points at its lines', async () => {
    const files = {
      'mark.yaml': `\uFEFF${pod('mark')}---\n\uFEFF${pod('marked')}`,
      'windows.yaml': pod('windows').replaceAll('\n', '\r\n'),
      'block.yaml': `${pod('block')}  # about\n  hostname: |\n    ---\n    apiVersion: v2\n`,
      'anchors.yaml': pod('anchors').replace('shop', '&n shop').replace('name: app', 'name: *n'),
      'empty.yaml': '',
      'blank.yaml': '\n# nothing\n---\n---\n',
      'pretty.json': json('"spec": {"containers": [{"name": "a",\n"image": "nginx"}]}').replaceAll('  ', '\t'),
    };
    const outcome = await withFiles(files, (cwd) => {
      mkdirSync(join(cwd, 'sub'));
      symlinkSync('..', join(cwd, 'sub', 'parent'));
      return seaworthy(['check', '.', '--format', 'json'], { cwd });
    });
    expect(outcome.code).to.equal(1);
    const { findings, summary, errors } = JSON.parse(outcome.stdout) as Report;
    expect(errors).to.deep.equal([]);
    expect(summary.objects).to.equal(6);
    const images = findings.filter(({ policy }) => policy === 'require-pinned-images');
    expect(images.map(({ source }) => `${source.file}:${source.line}:${source.column}`)).to.deep.equal([
      'anchors.yaml:9:7',
      'block.yaml:9:7',
      'mark.yaml:9:7',
      'mark.yaml:19:7',
      'pretty.json:6:1',
      'windows.yaml:9:7',
    ]);
  });

  it('reads a file of 50 MB within a gigabyte', async () => {
    const variables = Array.from(
      { length: 40 },
      (_, index) => `          - {name: SETTING_${index}, value: "${'x'.repeat(100)}"}\n`,
    );
    const item = `- ${pod('many').replaceAll('\n', '\n  ').trimEnd()}\n        env:\n${variables.join('')}`;
    const many = Math.ceil(50_000_000 / item.length);
    const list = `apiVersion: v1\nkind: List\nitems:\n${item.repeat(many)}`;
    const args = ['check', 'list.yaml', '--format', 'json', '--max-findings', '1'];
    // The heap alone; the text of the file lies beside it.
    const node = ['--max-old-space-size=700'];
    const outcome = await withFiles({ 'list.yaml': list }, (cwd) => seaworthy(args, { cwd, node }));
    expect(outcome.code).to.equal(1);
    expect((JSON.parse(outcome.stdout) as Report).summary.objects).to.equal(many);
  });

  it('asks for the folder where somebody names the file of a chart', async () => {
    const files = { 'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n' };
    const { code, stderr } = await withFiles(files, (cwd) => seaworthy(['check', 'web/Chart.yaml'], { cwd }));
    expect(code).to.equal(2);
    expect(stderr).to.match(/^web\/Chart\.yaml:1:1: .*it has no kind; name the folder of the chart instead$/m);
  });
});

interface Sarif {
  readonly runs: readonly [
    {
      readonly results: readonly {
        readonly ruleId: string;
        readonly locations: readonly [{ readonly physicalLocation: Physical }];
        readonly fixes?: readonly [
          { readonly artifactChanges: readonly [{ readonly replacements: readonly [Deleted] }] },
        ];
      }[];
    },
  ];
}

interface Physical {
  readonly artifactLocation: { readonly uri: string };
  readonly region: { readonly startLine: number; readonly startColumn: number };
}

interface Deleted {
  readonly deletedRegion: { readonly startLine: number };
}

interface Report {
  readonly summary: { readonly objects: number };
  readonly findings: readonly {
    readonly policy: string;
    readonly object: { readonly name: string };
    readonly source: { readonly file: string; readonly line: number; readonly column: number };
  }[];
  readonly errors: readonly object[];
}
