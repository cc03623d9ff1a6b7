import { expect } from 'chai';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock } from 'node:test';
import { readFiles, watchFiles } from '../../src/files/watch.js';
import type { FileContents, FileWatch } from '../../src/files/watch.js';
import { until } from '../cluster/until.js';

describe('the watch on files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-watch-'));
  let watch: FileWatch | undefined;
  let seen: (string | undefined)[] = [];
  const keep =
    (path: string) =>
    (contents: FileContents): void => {
      seen.push(contents.get(path)?.toString());
    };

  beforeEach(() => {
    seen = [];
  });
  afterEach(() => watch?.close());
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('tells of a file that is written, goes, and comes back', async () => {
    const path = join(folder, 'plain');
    writeFileSync(path, 'one');
    watch = watchFiles([path], keep(path), { since: await readFiles([path]) });
    writeFileSync(path, 'two');
    await until('the change is seen', () => seen.at(-1) === 'two');
    rmSync(path);
    await until('the loss is seen', () => seen.length > 1 && seen.at(-1) === undefined);
    writeFileSync(path, 'three');
    await until('the return is seen', () => seen.at(-1) === 'three');
  });

  it('tells of every swap of a mounted ConfigMap', async () => {
    const mount = join(folder, 'mount');
    const path = join(mount, 'key');
    const swap = (generation: string): void => {
      mkdirSync(join(mount, generation), { recursive: true });
      writeFileSync(join(mount, generation, 'key'), generation);
      symlinkSync(generation, join(mount, '..data_tmp'));
      renameSync(join(mount, '..data_tmp'), join(mount, '..data'));
    };
    swap('..1');
    symlinkSync(join('..data', 'key'), path);
    watch = watchFiles([path], keep(path), { since: await readFiles([path]) });
    for (const generation of ['..2', '..3', '..4']) {
      swap(generation);
      await until(`generation ${generation} is seen`, () => seen.at(-1) === generation);
    }
    expect(seen).to.deep.equal(['..2', '..3', '..4']);
  });

  it('finds by polling what no event tells of', async () => {
    const path = join(folder, 'not-yet', 'file');
    // What was acted on is gone: once that is told, the first look is over, and there is no folder whose events could bring another.
    watch = watchFiles([path], keep(path), { since: new Map([[path, Buffer.from('gone')]]), pollMilliseconds: 20 });
    await until('the loss is seen', () => seen.length === 1);
    mkdirSync(join(folder, 'not-yet'));
    writeFileSync(path, 'here');
    await until('the new folder is seen', () => seen.at(-1) === 'here');
  });

  it('looks every ten seconds behind a link into a folder that nobody watches', async () => {
    const far = mkdtempSync(join(tmpdir(), 'seaworthy-far-'));
    const [path, target] = [join(folder, 'link'), join(far, 'file')];
    writeFileSync(target, '0');
    symlinkSync(target, path);
    mock.timers.enable({ apis: ['setInterval'] });
    try {
      watch = watchFiles([path], keep(path), { since: await readFiles([path]) });
      // The start of the watch brings a look or two of its own; they cannot account for all of these.
      for (const content of ['1', '2', '3', '4', '5']) {
        writeFileSync(target, content);
        mock.timers.tick(10_000);
        await until(`content ${content} is seen`, () => seen.at(-1) === content);
      }
    } finally {
      watch?.close();
      mock.timers.reset();
      rmSync(far, { recursive: true });
    }
  });

  it('tells of a change between the first reading and the start of the watch', async () => {
    const path = join(folder, 'early');
    writeFileSync(path, 'one');
    const since = await readFiles([path]);
    writeFileSync(path, 'two');
    watch = watchFiles([path], keep(path), { since });
    await until('the early change is seen', () => seen.at(-1) === 'two');
  });

  it('keeps silent when the content is written again unchanged, and after it is closed', async () => {
    const [same, other] = [join(folder, 'same'), join(folder, 'other')];
    writeFileSync(same, 'one');
    watch = watchFiles([same], keep(same), { since: await readFiles([same]), pollMilliseconds: 10 });
    const closed = watchFiles([same], keep(same), { since: await readFiles([same]), pollMilliseconds: 10 });
    const marker = watchFiles([other], keep(other), { since: await readFiles([other]), pollMilliseconds: 30 });
    writeFileSync(same, 'one');
    writeFileSync(other, 'marker');
    await until('the other file is seen', () => seen.includes('marker'));
    marker.close();
    closed.close();
    writeFileSync(same, 'two');
    await until('the open watch has seen it', () => seen.includes('two'));
    expect(seen).to.deep.equal(['marker', 'two']);
  });
});
