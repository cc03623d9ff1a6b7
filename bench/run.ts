import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { issueThrowAway } from '../certs/throw-away.js';
import { benchCheck, timed } from './check.js';
import { benchInventory } from './inventory.js';
import { median } from './process-figures.js';
import { review } from './review.js';
import { startBare, startSeaworthy } from './servers.js';
import type { KeyFiles } from './servers.js';
import { compare, heading, memoryOver } from './webhook.js';

// Ports for Seaworthy: its own choice of 0 cannot be read from outside, and a benchmark runs alone.
const PORT = 18443;
const main = path.join(import.meta.dirname, '../dist/src/cli/main.js');

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function bench(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'seaworthy-bench-'));
  try {
    print(
      `node ${process.version}, ${cpus().length} cores; the load comes from the same machine; a review has ${Buffer.byteLength(review)} bytes`,
    );
    const keys = await writeKeys(folder);
    await benchReviews(keys, folder);
    await benchStart(keys, folder);
    await benchCheck(folder, print);
    benchInventory(print);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function writeKeys(folder: string): Promise<KeyFiles> {
  const { certificate, key } = await issueThrowAway(new Date());
  const files = { certificate: path.join(folder, 'tls.crt'), key: path.join(folder, 'tls.key') };
  await writeFile(files.certificate, certificate);
  await writeFile(files.key, key, { mode: 0o600 });
  return files;
}

async function benchReviews(keys: KeyFiles, folder: string): Promise<void> {
  const bare = await startBare(keys);
  const seaworthy = await startSeaworthy(keys, PORT, path.join(folder, 'log'));
  try {
    print(`\nReviews, the whole production profile, interleaved\n${heading}`);
    for (const connections of [1, 8, 64]) {
      print(await compare(bare, seaworthy, { body: review, connections, requests: 5000 }, 5));
    }
    const readings = await memoryOver(seaworthy, { body: review, connections: 8, requests: 100_000 });
    print(`\nResident memory over 100,000 reviews, MiB: ${readings.map((reading) => reading.toFixed(0)).join(' ')}`);
  } finally {
    await Promise.all([bare.stop(), seaworthy.stop()]);
  }
}

async function benchStart(keys: KeyFiles, folder: string): Promise<void> {
  const ready: number[] = [];
  for (let round = 0; round < 5; round++) {
    const begin = performance.now();
    const server = await startSeaworthy(keys, PORT + 2 + 2 * round, path.join(folder, 'log'));
    ready.push(performance.now() - begin);
    await server.stop();
  }
  const versions = Array.from({ length: 7 }, () => timed([main, '--version']).milliseconds);
  const nodes = Array.from({ length: 7 }, () => timed(['-e', '0']).milliseconds);
  print(`\nStart to the first answer over TLS: ${median(ready).toFixed(0)} ms`);
  print(`seaworthy --version: ${median(versions).toFixed(0)} ms (node alone: ${median(nodes).toFixed(0)} ms)`);
}

await bench();
