import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import pc from 'picocolors';
import { render } from '../../src/report/format.js';
import type { Format, Setting } from '../../src/report/format.js';
import { describe as describeObject } from '../../src/report/judged.js';
import type { Judged } from '../../src/report/judged.js';
import { report } from '../../src/report/report.js';
import type { ReadError, ReportOptions } from '../../src/report/report.js';
import { message } from '../../src/policy/quote.js';
import { finding, named } from './findings.js';

export const plain: Setting = { paint: pc.createColors(false), version: '1.2.3', folder: '/repo' };
export const coloured: Setting = { ...plain, paint: pc.createColors(true) };

/** A Deployment of a file with a finding that can be mended, one that only warns, and one about the object as a whole. */
export const sourced = describeObject(
  {
    ...named('web', 'shop'),
    spec: { template: { spec: { containers: [{ name: 'web' }, { name: 'log' }] } } },
  },
  [
    finding('require-resources', {
      container: 'web',
      path: '/spec/template/spec/containers/0/resources/limits/memory',
      message: 'container "web" has no memory limit',
      fix: [{ op: 'set', path: '/spec/template/spec/containers/0/resources/limits/memory', value: '256Mi' }],
    }),
    finding('require-resources', {
      container: 'log',
      path: '/spec/template/spec/containers/1',
      mode: 'warn',
      severity: 'medium',
    }),
    finding('require-pinned-images', { path: '', message: 'nothing is pinned' }),
  ],
  {
    file: 'k8s/web.yaml',
    locate: (path) => ({
      file: 'k8s/web.yaml',
      document: 0,
      ...(path === '' ? { line: 1, column: 1 } : { line: 14, column: 9 }),
    }),
    lineAt: (line) => (line === 1 ? 'kind: Deployment' : '      - name: web'),
    mend: () => [
      {
        startLine: 15,
        startColumn: 1,
        endLine: 15,
        endColumn: 1,
        text: '        resources: {limits: {memory: 256Mi}}\n',
      },
    ],
  },
);

/** A Deployment of a cluster. */
export const unsourced = describeObject(named('api', 'shop'), [
  finding('require-probes', { path: '/spec/x/0/y', mode: 'audit', severity: 'low' }),
]);

/** A Deployment that a template renders to, with a fix that cannot be written there. */
export const rendered = describeObject(
  named('web', 'shop'),
  [finding('require-replicas', { fix: [{ op: 'set', path: '/spec/replicas', value: 2 }] })],
  () => ({ file: 'chart/templates/web.yaml', document: 0, line: 7, column: 3, isRendered: true }),
);

/** A Deployment of a file with which nothing is wrong. */
export const faultless = describeObject(named('db', 'shop'), [], {
  file: 'k8s/db.yaml',
  locate: () => ({ file: 'k8s/db.yaml', document: 0, line: 1, column: 1 }),
});

export const errors: readonly ReadError[] = [
  { file: 'k8s/broken.yaml', line: 3, column: 1, message: 'this is not YAML' },
  { file: 'gone.yaml', message: 'no such file or folder' },
];

interface Printing extends ReportOptions {
  readonly failed?: readonly ReadError[];
  readonly setting?: Setting;
}

export async function print(
  judged: readonly Judged[],
  format: Format,
  { failed = errors, setting = plain, ...options }: Printing = {},
): Promise<string> {
  return [...(await render(await report(judged, failed, { ...options, format }), format, setting))].join('');
}

/** Compares with a golden file, or rewrites it with UPDATE_GOLDEN=1. */
export function matchGolden(name: string, text: string): void {
  const file = `test/fixtures/golden/${name}`;
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
  expect(text).to.equal(readFileSync(file, 'utf8'));
}

/** Names of objects, containers and files that try to be more than names. */
const hostileNames: readonly string[] = [
  '"><failure message="x"/>',
  ']]>&amp;<!-- ',
  '%0A::error::owned%25',
  'a,line=1::owned:',
  'line\r\n::warning::owned',
  '\u001b[31mred\u001b[0m\u0007\u0000\u009b',
  '\ud800 \udc00 \uffff \ufffe \u2028',
  '{0} {{x}} [here](https://evil.example) \\[',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  '☃ ü 世界 💥',
  'long'.repeat(25_000),
];

/** An object, a file, a container and a message of each hostile name. */
export const hostile: readonly Judged[] = hostileNames.map((name) =>
  describeObject(
    named(name, name),
    [finding('require-x', { container: name, message: message((show) => `container ${show(name)} is bad`) })],
    () => ({ file: `k8s/${name.slice(0, 100)}.yaml`, document: 0, line: 1, column: 1 }),
  ),
);
