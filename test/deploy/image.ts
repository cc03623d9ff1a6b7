import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { newcomersEnvironment, repository } from '../clone.js';
import { argumentsOf, buildContext, copyOf, execForm, finalStage, readStages } from './dockerfile.js';
import type { Instruction, Stage } from './dockerfile.js';

interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** An image as a folder: what a container engine would make of the Dockerfile, but for the base image. */
export interface Image {
  /** Stands for the root of the image's file system; nothing in it can be written to. */
  readonly root: string;
  readonly workdir: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The user and group to run as; undefined where the tests cannot become them. */
  readonly identity: Identity | undefined;
  /** The command line of a container that is given these arguments. */
  readonly command: (...args: readonly string[]) => readonly [string, ...string[]];
  readonly remove: () => void;
}

interface Built {
  readonly root: string;
  workdir: string;
  entrypoint: readonly string[];
  readonly environment: Record<string, string>;
}

const run = promisify(execFile);

/** Carries the Dockerfile out, stage by stage, in an empty folder, and makes the result read-only. */
export async function buildImage(): Promise<Image> {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-image-'));
  // A folder that mkdtemp makes is closed to other users, such as the one that the image runs as.
  chmodSync(folder, 0o755);
  try {
    const image = await buildStages(folder);
    everyEntry(image.root, makeReadOnly);
    return asImage(image, folder);
  } catch (error) {
    removeFolder(folder);
    throw error;
  }
}

/** Gives the last stage, which is the image. */
async function buildStages(folder: string): Promise<Built> {
  const built: [Stage, Built][] = [];
  for (const stage of readStages()) {
    const root = join(folder, stage.name ?? 'image');
    mkdirSync(root);
    const result: Built = { root, workdir: '/', entrypoint: [], environment: {} };
    for (const instruction of stage.instructions) await carryOut(instruction, result, built);
    built.push([stage, result]);
  }
  const image = built.at(-1)?.[1];
  if (image === undefined) throw new Error('the Dockerfile has no stage');
  return image;
}

/** What was made read-only is opened again first: only root could remove it otherwise. */
function removeFolder(folder: string): void {
  everyEntry(folder, (path, isLink) => {
    if (!isLink) chmodSync(path, 0o755);
  });
  rmSync(folder, { recursive: true });
}

async function carryOut(
  { word, argument }: Instruction,
  stage: Built,
  earlier: readonly [Stage, Built][],
): Promise<void> {
  if (word === 'WORKDIR') {
    stage.workdir = argument;
    mkdirSync(join(stage.root, argument), { recursive: true });
  } else if (word === 'COPY') copy(argument, stage, earlier);
  else if (word === 'RUN') await runCommand(argument, stage);
  else if (word === 'ENV') {
    const [name = '', value = ''] = argument.split('=');
    stage.environment[name] = value;
  } else if (word === 'ENTRYPOINT') stage.entrypoint = execForm(argument);
  else if (!['USER', 'CMD', 'EXPOSE'].includes(word)) throw new Error(`this test does not know what ${word} does`);
}

function copy(argument: string, stage: Built, earlier: readonly [Stage, Built][]): void {
  const { from, sources, target } = copyOf(argument);
  const origin = from === undefined ? repository : earlier.find(([{ name }]) => name === from)?.[1].root;
  if (origin === undefined) throw new Error(`COPY --from=${from ?? ''}: there is no such stage before this one`);
  for (const source of sources) {
    if (from === undefined && !buildContext().includes(source)) throw new Error(`.dockerignore keeps ${source} out`);
    const into = join(stage.root, stage.workdir, target, target.endsWith('/') ? basename(source) : '');
    cpSync(join(origin, source), into, { recursive: true, verbatimSymlinks: true });
  }
}

/** A build step sees the environment of its stage, and nothing of the npm that may have started the tests. */
async function runCommand(command: string, stage: Built): Promise<void> {
  const environment = { ...newcomersEnvironment(), ...stage.environment };
  const cwd = join(stage.root, stage.workdir);
  try {
    await run('sh', ['-c', command], { cwd, env: environment, maxBuffer: 64 * 1024 * 1024, timeout: 600_000 });
  } catch (error) {
    // The compiler complains on standard output, which the error of a command leaves out.
    throw new Error(`RUN ${command} failed:\n${(error as { stdout: string }).stdout}`, { cause: error });
  }
}

/**
 * The user and group that the image names. Only root can become them, and only where they may enter the temporary folder and run
 * the node that runs the tests, which may lie in root's home.
 */
export function identityOfImage(): Identity | undefined {
  const user = argumentsOf(finalStage(), 'USER').join();
  const [uid, gid] = user.split(':').map(Number);
  if (!uid || !gid) throw new Error(`USER must be two numbers and not root: ${user}`);
  const enter = ['-e', 'process.chdir(process.argv[1])', tmpdir()];
  const { status } = spawnSync(process.execPath, enter, { uid, gid, stdio: 'ignore' });
  return status === 0 ? { uid, gid } : undefined;
}

function asImage(stage: Built, folder: string): Image {
  return {
    root: stage.root,
    workdir: join(stage.root, stage.workdir),
    environment: stage.environment,
    identity: identityOfImage(),
    command: (...args) => {
      const [node, ...rest] = stage.entrypoint;
      if (node !== 'node') throw new Error('the image starts something else than node');
      return [process.execPath, ...rest.map((word) => (word.startsWith('/') ? join(stage.root, word) : word)), ...args];
    },
    remove: () => {
      removeFolder(folder);
    },
  };
}

/** Visits a folder and all that is in it; a folder comes before what it holds, so that it can be opened first. */
function everyEntry(path: string, visit: (path: string, isLink: boolean) => void): void {
  const entry = lstatSync(path);
  visit(path, entry.isSymbolicLink());
  if (!entry.isDirectory()) return;
  for (const name of readdirSync(path)) everyEntry(join(path, name), visit);
}

function makeReadOnly(path: string, isLink: boolean): void {
  if (isLink) return;
  if (process.getuid?.() === 0) chownSync(path, 0, 0);
  chmodSync(path, lstatSync(path).mode & 0o555);
}

/** One line for each entry of the image: two that are equal mean that nothing was written in between. */
export function listImage(image: Image): string[] {
  const lines: string[] = [];
  everyEntry(image.root, (path) => {
    const { mode, size, mtimeMs } = lstatSync(path);
    lines.push(`${path.slice(image.root.length)} ${mode.toString(8)} ${size} ${mtimeMs}`);
  });
  return lines;
}
