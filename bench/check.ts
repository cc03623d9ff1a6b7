import { spawn, spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { median } from './process-figures.js';
import { writeCorpus } from './manifests.js';

const main = path.join(import.meta.dirname, '../dist/src/cli/main.js');
const yardstick = path.join(import.meta.dirname, 'js-yaml-alone.mjs');

const FILES = 5000;
const ROUNDS = 5;
const PROFILE = ['--profile', 'production'];

/** What a run of node took. */
export interface Run {
  readonly milliseconds: number;
  /** Of all its threads, in milliseconds: it says more than the clock where others use the machine too. */
  readonly cpu: number;
  readonly output: string;
  readonly peakMiB: number;
}

/** Runs node and reads what it used, which it reports itself as its last act. */
export function timed(args: readonly string[]): Run {
  const report = `const u=process.resourceUsage();process._rawDebug('peak '+u.maxRSS+' cpu '+(u.userCPUTime+u.systemCPUTime))`;
  const hook = `data:text/javascript,process.on('exit',()=>{${report}})`;
  const begin = performance.now();
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', hook, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const milliseconds = performance.now() - begin;
  const [, peak, cpu] = /peak (\d+) cpu (\d+)/.exec(stderr) ?? [];
  return { milliseconds, cpu: Number(cpu) / 1000, output: stdout, peakMiB: Number(peak) / 1024 };
}

/** `check` of 10,000 objects against js-yaml parsing the same files and doing nothing else, and the first finding of one file. */
export async function benchCheck(folder: string, print: (line: string) => void): Promise<void> {
  print(`\nseaworthy check of ${FILES} files, the whole production profile, interleaved with js-yaml alone`);
  for (const [name, faulty] of [
    ['a fifth of the objects with findings', 0.2],
    ['nothing to find', 0],
  ] as const) {
    const below = path.join(folder, `manifests-${faulty}`);
    const bytes = await writeCorpus(below, { files: FILES, faulty, seed: 42 });
    print(`${name}, ${(bytes / 1e6).toFixed(1)} MB: ${compare(below)}`);
  }
  print(`first finding of one file: ${(await firstFinding(folder)).toFixed(0)} ms`);
}

function compare(folder: string): string {
  const [alone, check]: [Run[], Run[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    alone.push(timed([yardstick, folder]));
    check.push(timed([main, 'check', ...PROFILE, '--format', 'json', folder]));
  }
  const { summary } = JSON.parse(check[0]?.output ?? '') as { summary: { objects: number; findings: object } };
  const seconds = (runs: readonly Run[], figure: 'milliseconds' | 'cpu'): number =>
    median(runs.map((run) => run[figure])) / 1000;
  const ratio = (figure: 'milliseconds' | 'cpu'): string =>
    (seconds(check, figure) / seconds(alone, figure)).toFixed(1);
  const peak = Math.max(...check.map(({ peakMiB }) => peakMiB));
  return [
    `${summary.objects} objects, findings ${JSON.stringify(summary.findings)}`,
    `${seconds(check, 'milliseconds').toFixed(1)} s, js-yaml alone ${seconds(alone, 'milliseconds').toFixed(1)} s`,
    `${ratio('milliseconds')} times by the clock, ${ratio('cpu')} times by CPU`,
    `peak ${peak.toFixed(0)} MiB`,
  ].join('; ');
}

/** From the start of the process to the first byte of the report, in milliseconds: the median of several. */
async function firstFinding(folder: string): Promise<number> {
  const one = path.join(folder, 'one');
  await mkdir(one);
  const file = path.join(one, 'web.yaml');
  await writeFile(
    file,
    'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: nginx}]}\n',
  );
  const times: number[] = [];
  for (let round = 0; round < 9; round++) times.push(await untilOutput([main, 'check', ...PROFILE, file]));
  return median(times);
}

function untilOutput(args: readonly string[]): Promise<number> {
  const begin = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  return new Promise((resolve, reject) => {
    let first: number | undefined;
    child.stdout.on('data', () => (first ??= performance.now() - begin));
    child.once('error', reject);
    child.once('close', () => {
      if (first === undefined) reject(new Error('check printed nothing'));
      else resolve(first);
    });
  });
}
