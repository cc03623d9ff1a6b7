import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync, existsSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

let generation = 0;

/**
 * Brings the files of a folder up to date as the kubelet does for a mounted Secret or ConfigMap: a new generation is written aside,
 * then the link `..data` is swapped for one that leads to it, so that a reader sees all of the old files or all of the new.
 */
export function writeMounted(folder: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  generation += 1;
  const name = `..generation-${generation}`;
  mkdirSync(join(folder, name));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, name, file), text);
  const data = join(folder, '..data');
  const before = existsSync(data) ? readlinkSync(data) : undefined;
  symlinkSync(name, join(folder, '..data_tmp'));
  renameSync(join(folder, '..data_tmp'), data);
  for (const file of Object.keys(files)) {
    if (!existsSync(join(folder, file))) symlinkSync(join('..data', file), join(folder, file));
  }
  if (before !== undefined) rmSync(join(folder, before), { recursive: true });
}
