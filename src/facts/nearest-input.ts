import { dirname } from 'node:path';
import type { JsonObject } from '../policy/json.js';

/** An object, and the absolute path of the file that it is written in; one of the cluster is in none. */
export interface Entry {
  readonly object: JsonObject;
  readonly file: string | undefined;
}

/** Objects of one name: a folder may describe several environments. */
export interface Namesakes {
  /** The one that everybody sees; undefined where it hangs on who looks. */
  readonly only: JsonObject | undefined;
  /** The nearest one for somebody who looks up these rungs; several where they are equally near, and differ. */
  readonly nearest: (rungs: readonly string[]) => readonly JsonObject[];
}

/** Objects by what is kept of them as text, so that copies count once. */
type Variants = Map<string, JsonObject>;

/** An input takes the place of an object of the cluster. */
export function namesakesAmong(entries: readonly Entry[]): Namesakes {
  const [sole, ...others] = entries;
  if (sole !== undefined && others.length === 0) return { only: sole.object, nearest: () => [sole.object] };
  const inputs = entries.filter(({ file }) => file !== undefined);
  const all: Variants = new Map();
  const rungs = new Map<string, Variants>();
  for (const { object, file } of inputs.length > 0 ? inputs : entries) {
    const text = JSON.stringify(object);
    all.set(text, object);
    if (file !== undefined) putOnRungs(rungs, file, [text, object]);
  }
  const [first] = all.values();
  return {
    only: all.size === 1 ? first : undefined,
    nearest: (looked) => {
      const rung = looked.find((one) => rungs.has(one)) ?? '';
      return [...(rungs.get(rung) ?? all).values()];
    },
  };
}

function putOnRungs(rungs: Map<string, Variants>, file: string, [text, object]: readonly [string, JsonObject]): void {
  const [own = '', ...around] = foldersOf(file);
  for (const rung of [file, inside(own), ...[own, ...around].map(below)]) {
    const variants = rungs.get(rung);
    if (variants === undefined) rungs.set(rung, new Map([[text, object]]));
    else variants.set(text, object);
  }
}

/** Where somebody looks who is in a file: there, in its folder, in the folders of that, then in the same way from the next folder up. */
export function rungsFrom(file: string): readonly string[] {
  return [file, ...foldersOf(file).flatMap((folder) => [inside(folder), below(folder)])];
}

function inside(folder: string): string {
  return `in ${folder}`;
}

function below(folder: string): string {
  return `below ${folder}`;
}

/** From that of the file up to the root. */
function foldersOf(file: string): readonly string[] {
  const folders: string[] = [];
  for (let path = file; dirname(path) !== path; path = dirname(path)) folders.push(dirname(path));
  return folders;
}
