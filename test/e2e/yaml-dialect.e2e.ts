import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { documentsOf } from '../../src/cli/manifests/document.js';
import { parseYaml } from '../../src/config/yaml.js';
import type { Json, JsonObject } from '../../src/policy/json.js';
import { runCommand } from './harness/run-command.js';

const HEAD = 'apiVersion: v1\nkind: Sample\nmetadata: {name: a}\n';
const other = HEAD.replace('name: a', 'name: b');
const ANCHORS = 'b: &b {p: 1, q: 2}\nc: &c {p: 5, r: 2}\n';

/** What stands for a value, and what is merged into a map. */
const values = [
  ...['yes', 'n', '~', '010', '0o17', '0x1F', '1_000', '.5', '1e3', '.info', '12:30', '2026-01-01', '=', '<<', '"<<"'],
  ...[
    '!!str 3',
    '!!str',
    '!!seq',
    '!!map &x',
    '!own .inf',
    '!!str\n  3',
    '!!str &x # c\n  n',
    '!!int "3"',
    '!!int 3.0',
    '!!int x',
    '!!float 3',
    '!!float "1e3"',
    '!!float .inf',
    '!!bool "on"',
  ],
  ...['!!bool 1', '!!null ""', '!!null x', '!!timestamp 2026-01-01', '!!timestamp x', '!!binary UG9k', '!!set {v, w}'],
  ...[
    '!!omap [v: 1]',
    '!!pairs [v: 1]',
    '!!map [1]',
    '!!seq {v: 1}',
    '!own 3',
    '!own {v: 1}',
    '! 3',
    '! {v: 1}',
    '!!own 3',
  ],
  ...['{!!int "3": 1}', '{!!str 3: 1}', '{!!bool "yes": 1}', '{!own 3: 1}', '{!!binary YQ==: 1}', '{.inf: 1}', '.inf'],
];
const merges = [
  ...['{p: 0, <<: *b}', '{<<: *b, p: 0}', '{p: 0, <<: *b, <<: *c}', '{<<: *b, p: 0, <<: *c}', '{p: 0, <<: [*b, *c]}'],
  ...['{<<: [*c, *b]}', '{p: 0, "<<": *b}', '{p: 0, !!merge "<<": *b}', '{p: 0, !!str <<: *b}', '{p: 0, ! <<: *b}'],
  ...[
    '{p: 0, &x <<: *b}',
    '{<<: {<<: *b, p: 3}, <<: {r: 4}}',
    '{<<: {p: 3, <<: *b}}',
    '{<<: 1}',
    '{<<: }',
    '{<<: [1]}',
  ],
  ...['\n  p: 0\n  ? <<\n  : *b', '\n  <<: *b\n  p: {z: 1}', '\n  p: {z: 1}\n  <<: *b'],
];
const lines = [
  ...['\u0085', '\u2028', '\u2029', '\r', '\r\n', '\u000b', '\uFEFF'].flatMap((end) => [
    `x: a # b${end}z: 1\n`,
    `x: "a${end} b"\n`,
    `x: |\n  a${end}  b\n`,
  ]),
  'x: !own |\r  a\r  b\rz: 1\r',
  'x: "a\\u2028b"\n',
];
const documents = [
  ...values.map((value) => `${HEAD}x: ${value}\n`),
  ...merges.map((map) => `${HEAD}${ANCHORS}x: ${map}\n`),
  ...lines.map((text) => HEAD + text),
];

/** Maps of which each merges the one before. */
function chainOf(length: number): string {
  const links = Array.from({ length }, (_, index) => `y${index + 1}: &y${index + 1} {<<: *y${index}, k${index}: 1}\n`);
  return `y0: &y0 {k: 1}\n${links.join('')}`;
}

/** What kubectl reads otherwise than others do, so that it is refused. */
const misread = [
  ...[`\uFEFF\uFEFF\uFEFF${HEAD}`, `${HEAD}---\n\uFEFF\uFEFF${other}`, `${HEAD}z: "y\\\n\n  x"\n`],
  ...[`# \u2028{apiVersion: v1, kind: Sample, metadata: {name: b}}\n---\n${HEAD}`, `# \u0085z: 1\n${HEAD}`],
  // The mark comes to stand where kubectl fills its buffer again.
  `${HEAD}y: "${'y'.repeat(512 - HEAD.length - 4)}\uFEFF"\n${'z: 1\n'.repeat(3)}`,
];

/** What kubectl makes of a stream: it reads the same as we do, or refuses it, or ignores a part that we refuse. */
type Verdict = 'same' | 'refused' | 'ignored';
const streams: readonly (readonly [verdict: Verdict, text: string])[] = [
  // Tabs.
  ...['z: 1\n\t\n', 'z: [1]\n  \t\n', 'z:\n  y: 1\n  \t\n', 'z: 1 # c\n   \t\n', 'z: 1\n\t# c\n', 'z:\n-\tx\n'].map(
    (text) => ['refused', HEAD + text] as const,
  ),
  ...['z: |\n  \tx\n', 'z: |\n\n \t\n  x\n', 'z:\n  ?\ta\n  : b\n', 'z:\n  ? a\n  :\tb\n', 'z: &y\n \t\n  x: 1\n'].map(
    (text) => ['refused', HEAD + text] as const,
  ),
  ...['z: 1\n \t\n', 'z:\n  y: 1\n   \t\nx: 1\n', 'z:\t1\t# c\n', 'z: |\n  x\n  \ty\n  \t\n', 'z: |2\n  \tx\n'].map(
    (text) => ['same', HEAD + text] as const,
  ),
  ...[
    'z: [{\n  y: 1,\n}]\nx: |\n  a\n    \tb\n',
    'z: "a\n\tb"\n',
    'z: {\n\t"y": "b",\n\t"x": "c"\n  }\n',
    'z: [{\n  y: 1,\n}]\n"x": :80\n',
  ].map((text) => ['same', HEAD + text] as const),
  // Escape sequences.
  ...['"\\/"', '"\\\\\\/"', '{"y": "\\/"}', '"\\ud83d\\ude00"', '"\\uDfff"', '"\\U00110000"', '"\\U0000d800"'].map(
    (value) => ['refused', `${HEAD}z: ${value}\n`] as const,
  ),
  ...['"\\\\/"', "'\\/'", '\\/', '"\\U0001F600"', '"\\u00e9\\uD7FF"', '"y" # "\\/"'].map(
    (value) => ['same', `${HEAD}z: ${value}\n`] as const,
  ),
  [
    'same',
    JSON.stringify({ apiVersion: 'v1', kind: 'Sample', metadata: { name: 'a' } }).replace('v1', '\\/\\ud83d\\ude00'),
  ],
  ...['"\\\'"', '"y\\\'z \\\\\'"', '{"y": "\\\'"}', '!!str "\\\'"'].map(
    (value) => ['same', `${HEAD}z: ${value}\n`] as const,
  ),
  // Keys and their colons.
  ...['y\n  : 1\n', '"y" # c\n : 1\n', 'z: {y x\n  w: 1}\n', 'z: {"y"\n  : 1}\n', 'z: {x: 1, "y\n w": 2}\n'].map(
    (text) => ['refused', HEAD + text] as const,
  ),
  ['refused', `${HEAD}${'y'.repeat(1025)}: 1\n`],
  ['refused', `${HEAD}z: {"${'y'.repeat(1023)}":1}\n`],
  ...[`z: {"${'y'.repeat(1022)}": 1}\n`, `? ${'y'.repeat(1100)}\n: 1\n`, 'z: {? y x\n  : 1, w:\n  2}\n'].map(
    (text) => ['same', HEAD + text] as const,
  ),
  ...['? y\n- z\n', 'x:\n  ? y # c\n\n  - z\n', 'x:\n- ? y\n  - z\n'].map((text) => ['refused', HEAD + text] as const),
  ...['? y\n:\n- z\n', 'x:\n  ? y\nz:\n  - y\n', 'x:\n- ? y\n- - z\n'].map((text) => ['same', HEAD + text] as const),
  ...['? "y"\n  z: 1\n', 'x:\n  ? "y" z\n', 'x: | ---\n  y\n', 'x: | y\n'].map(
    (text) => ['refused', HEAD + text] as const,
  ),
  ['refused', `${HEAD}z: [y,\n[x], w]v: 1\n`],
  ...["z: 'y\n'x: 1\n", 'z:\n- "y\n- x"- w\n', 'z: "y\n  x" w: 1\n', '? "y\n  x" : 1\n'].map(
    (text) => ['refused', HEAD + text] as const,
  ),
  // Comments further to the left than what is around, for both readers.
  ...['', 'y: &y {x: 1}\nw: {<<: *y}\n'].map(
    (text) => ['same', `${HEAD}${text}z:\n  -\n#c\n    v\n  -\n\n#c\n    u: &t\n#c\n      s\n  - r\n`] as const,
  ),
  // Anchors, tags and what is merged.
  ...['z: &y.x 1\n', 'z: &y{x: 1}\n', 'z: [!!str]\n', 'z: {y: !!null, x: 1}\n', 'z: !y#x 1\n'].map(
    (text) => ['refused', HEAD + text] as const,
  ),
  ...['z: &y-x_1 1\ny: *y-x_1\n', 'z: [!!str , !y/x(w) 1]\n', chainOf(60), chainOf(190)].map(
    (text) => ['same', HEAD + text] as const,
  ),
  ['refused', HEAD + chainOf(400)],
  ['refused', `${HEAD}z: &z {<<: *z}\n`],
  // Brackets and quotes that go on further to the left.
  ['same', `${HEAD}y: &y {x: 1}\nz:\n  <<: *y\n  w: [{\n v: 1,\n}]\n  u: "t\n s"\n`],
  // What stands before all else.
  ...['\t\n', '# c\n \t\n', '\t# c\n', '# \u0001\n', '\n%YAML 1.1\n'].map(
    (text) => ['refused', `${text}---\n${HEAD}`] as const,
  ),
  // Between brackets.
  ...['[tar, xf, -]', '[-,-, x]', '{y: -, x: [-]}', '["y?", x:y]', '{"y":[1]}'].map(
    (value) => ['same', `${HEAD}z: ${value}\n`] as const,
  ),
  ...['[y?x]', '{\n  y?x: [1]\n}', '{y:[1]}', '[:y]', '{y: :x}', '[- ]'].map(
    (value) => ['refused', `${HEAD}z: ${value}\n`] as const,
  ),
  // The starts and ends of documents.
  ['refused', `${HEAD}--- {y: 1}\n`],
  ['refused', `${HEAD}z: 'y''`],
  ['refused', `--- !y\n${HEAD}`],
  ['refused', `${HEAD}---y: 1\n`],
  ['refused', `${HEAD}----\n${other}`],
  ['refused', `---#c\n${HEAD}`],
  ['refused', `...\n---\n${HEAD}`],
  ['refused', `%YAML 1.1\n---\n${HEAD}`],
  ['refused', ` %YAML 1.1\n---\n${HEAD}`],
  ['refused', `${HEAD}---\ry: 1\n`],
  ['ignored', `${HEAD}...\n${other}`],
  ['ignored', `${HEAD}... # c\nz: [\n---\n${other}`],
  ['ignored', `${HEAD}\r---\r${other}`],
  ['same', `--- # c\n${HEAD}---\t\n${other}`],
  ['same', `${HEAD}---#c\n${other}`],
  ['same', `${HEAD}---\n${other}`.replaceAll('\n', '\r\r\n')],
  ['same', `${HEAD}...\n# c\n%YAML 1.1\n---\n${other}...\n`],
  // Byte order marks.
  ['same', `\uFEFF${HEAD}---\n\uFEFF${other}`],
  ...['\uFEFF\uFEFF', '\uFEFF\uFEFF---\n'].map((mark) => ['same', mark + HEAD] as const),
  ['same', `${HEAD}---\r\n\uFEFF---\n${other}`],
  ['same', '\uFEFF\uFEFF{"apiVersion":"v1","kind":"Sample","metadata":{"name":"a/b"}}'],
  ['refused', '\uFEFF\uFEFF{"apiVersion":"v1","kind":"Sample","metadata":{"name":"a\\/b"}}'],
  ['refused', `${HEAD}---\n\uFEFF{"apiVersion":"v1","kind":"Sample","metadata":{"name":"a\\/b"}}`],
  ['same', `${HEAD}--- # c\n\uFEFF# c\n${other}`],
];

/** What is a document to us: a value, or nothing where it is refused. */
function readBy(read: (text: string) => Iterable<{ readonly value: Json; readonly problems: readonly object[] }>) {
  return (text: string): Json | undefined => {
    const all = [...read(text)];
    return all.some(({ problems }) => problems.length > 0) ? undefined : (all[0]?.value ?? null);
  };
}

/** Without the metadata, to which kubectl adds the annotation that makes it print what it read. */
function withoutNote(text: string): Json {
  const { metadata: _, ...rest } = JSON.parse(text) as JsonObject;
  return rest;
}

/** The objects that kubectl prints one behind the other. */
function printed(stdout: string): readonly string[] {
  return stdout.split(/(?<=^\}\n)/m);
}

describe('the dialect of YAML', function () {
  this.timeout(300_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'seaworthy-dialect-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('is that of kubectl for both readers, where they do not refuse a document', async () => {
    const file = join(folder, 'a.yaml');
    const readers = [readBy(documentsOf), readBy(parseYaml)];
    let compared = 0;
    for (const document of documents) {
      writeFileSync(file, document);
      const { code, stdout } = await runCommand('kubectl', ['annotate', '--local', '-f', file, 'a=b', '-o', 'json']);
      for (const read of readers) {
        const ours = read(document);
        if (ours === undefined) continue;
        expect(code, `kubectl refuses what is read here: ${JSON.stringify(document)}`).to.equal(0);
        expect(withoutNote(JSON.stringify(ours)), JSON.stringify(document)).to.deep.equal(withoutNote(stdout));
        compared++;
      }
    }
    // What is refused without need would show here.
    expect(compared).to.be.greaterThan(110);
  });

  it('is that of kubectl in tabs, escapes, brackets and the marks between documents', async () => {
    const file = join(folder, 'b.yaml');
    for (const [verdict, text] of streams) {
      const why = `${verdict}: ${JSON.stringify(text)}`;
      writeFileSync(file, text);
      const { code, stdout } = await runCommand('kubectl', ['annotate', '--local', '-f', file, 'a=b', '-o', 'json']);
      expect(code === 0, why).to.equal(verdict !== 'refused');
      const ours = [...documentsOf(text.replace(/^\uFEFF/, ''))];
      expect(
        ours.some(({ problems }) => problems.length > 0),
        why,
      ).to.equal(verdict !== 'same');
      if (verdict === 'refused') continue;
      const read = ours.filter(({ value }) => value !== null).map(({ value }) => withoutNote(JSON.stringify(value)));
      expect(read, why).to.deep.equal(printed(stdout).map(withoutNote));
    }
  });

  it('is refused where kubectl reads something else than is written', async () => {
    const file = join(folder, 'c.yaml');
    const read = async (text: string): Promise<string> => {
      writeFileSync(file, text);
      return (await runCommand('kubectl', ['annotate', '--local', '-f', file, 'a=b', '-o', 'json'])).stdout;
    };
    for (const text of misread) {
      const ours = [...documentsOf(text.replace(/^\uFEFF/, ''))];
      expect(
        ours.some(({ problems }) => problems.length > 0),
        JSON.stringify(text),
      ).to.equal(true);
      // Without the marks, and with comments that end where they seem to, it would be read like this.
      const meant = text.replaceAll(/\uFEFF|\\\n\n/g, '').replaceAll(/#.*[\u0085\u2028].*/g, '# c');
      expect(await read(text), JSON.stringify(text)).to.not.equal(await read(meant));
    }
  });
});
