import { expect } from 'chai';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeProblem, loadConfiguration } from '../../src/config/load.js';
import { watchConfiguration } from '../../src/config/watch.js';
import type { FileWatch } from '../../src/files/watch.js';
import { until } from '../cluster/until.js';
import { parts } from './configuration-parts.js';

const text = (ceiling: string): string =>
  `apiVersion: seaworthy.dev/v1\nkind: Configuration\nceiling: ${ceiling}\nprofiles: {${ceiling}: {extends: strict}}\n`;

describe('the watch on the configuration', () => {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-config-'));
  const file = join(folder, 'config.yaml');
  let watch: FileWatch | undefined;
  let seen: string[] = [];

  async function follow(path: string): Promise<void> {
    const loaded = await loadConfiguration(path, parts);
    expect(loaded.ok).to.equal(true);
    watch = watchConfiguration({ ...loaded, file: path }, parts, {
      onLoaded: ({ ceiling, profiles }) => seen.push(`${ceiling} ${String(profiles.has(ceiling))}`),
      onRefused: (problems) => seen.push(...problems.map(describeProblem)),
    });
  }

  beforeEach(() => {
    seen = [];
  });
  afterEach(() => watch?.close());
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('loads a new version whole, or refuses it whole', async () => {
    writeFileSync(file, text('enforce'));
    await follow(file);
    writeFileSync(file, text('audit'));
    await until('the new version is loaded', () => seen.length === 1);
    writeFileSync(file, `${text('warn')}celing: warn\n`);
    await until('the bad version is refused', () => seen.length === 2);
    writeFileSync(file, '');
    await until('the empty version is refused', () => seen.length === 3);
    rmSync(file);
    await until('the loss is told', () => seen.length === 4);
    writeFileSync(file, text('warn'));
    await until('the file is back', () => seen.length === 5);
    expect(seen).to.deep.equal([
      'audit true',
      `${file}:5:1: celing: unknown key "celing"; did you mean "ceiling"?`,
      `${file}:1:1: the file is empty`,
      `${file}: the file cannot be read`,
      'warn true',
    ]);
  });

  it('follows the swaps of a mounted ConfigMap', async () => {
    const mount = join(folder, 'mount');
    const swap = (generation: string, content: string): void => {
      mkdirSync(join(mount, generation), { recursive: true });
      writeFileSync(join(mount, generation, 'config.yaml'), content);
      symlinkSync(generation, join(mount, '..data_tmp'));
      renameSync(join(mount, '..data_tmp'), join(mount, '..data'));
    };
    swap('..1', text('enforce'));
    symlinkSync(join('..data', 'config.yaml'), join(mount, 'config.yaml'));
    await follow(join(mount, 'config.yaml'));
    swap('..2', text('warn'));
    await until('the second generation is loaded', () => seen.includes('warn true'));
    swap('..3', text('audit'));
    await until('the third generation is loaded', () => seen.includes('audit true'));
  });

  it('says why a file cannot be read at first', async () => {
    for (const [path, reason] of [
      [join(folder, 'missing.yaml'), 'no such file or folder'],
      [folder, 'a folder where a file was expected'],
    ] as const) {
      const loaded = await loadConfiguration(path, parts);
      expect(loaded.ok ? [] : loaded.problems.map(describeProblem)).to.deep.equal([
        `${path}: the file cannot be read: ${reason}`,
      ]);
    }
  });
});
