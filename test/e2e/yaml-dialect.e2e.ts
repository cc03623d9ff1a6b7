import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { documentsOf } from '../../src/cli/manifests/document.js';
import { parseYaml } from '../../src/config/yaml.js';
import type { Json, JsonObject } from '../../src/policy/json.js';
import { runCommand } from './harness/run-command.js';

const HEAD = 'apiVersion: v1\nkind: Sample\nmetadata: {name: a}\n';
const ANCHORS = 'b: &b {p: 1, q: 2}\nc: &c {p: 5, r: 2}\n';

/** What stands for a value, and what is merged into a map. */
const values = [
  ...['yes', 'n', '~', '010', '0o17', '0x1F', '1_000', '.5', '1e3', '.info', '12:30', '2026-01-01', '=', '<<', '"<<"'],
  ...[
    '!!str 3',
    '!!str',
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
});
