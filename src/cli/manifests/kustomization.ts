import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { arrayAt, stringAt } from '../../policy/json.js';
import type { Json } from '../../policy/json.js';
import { asPath } from './chart.js';
import type { Rendition } from './chart.js';
import { readFast } from './fast-yaml.js';
import type { Input } from './find.js';
import { runTool } from './run-tool.js';
import type { ToolLimits } from './run-tool.js';

/** The names that kubectl looks for, in its order. */
const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'] as const;

/** Builds a kustomization as `kubectl kustomize` does. */
export async function buildKustomization(folder: string, limits?: ToolLimits): Promise<Rendition> {
  const outcome = await runTool(
    {
      command: 'kubectl',
      args: ['kustomize', asPath(folder)],
      install: 'https://kubernetes.io/docs/tasks/tools/',
    },
    limits,
  );
  return 'failure' in outcome ? outcome : { rendered: [{ file: fileOf(folder), text: outcome.text }] };
}

function fileOf(folder: string): string {
  return join(folder, NAMES.find((name) => existsSync(join(folder, name))) ?? NAMES[0]);
}

/**
 * The kustomizations that are judged: those that somebody named, and those that no other one builds upon. A base is no more than a part,
 * and would be blamed for what its overlays add, such as the namespace. A component is always a part.
 */
export function withoutParts(inputs: readonly Input[], note: (text: string) => void): readonly Input[] {
  const users = new Map<string, string>();
  const read = inputs.map((input) => ({ input, content: contentOf(input.path) }));
  for (const { input, content } of read) {
    for (const part of partsOf(input.path, content)) users.set(part, input.path);
  }
  return read.flatMap(({ input, content }) => {
    const user = users.get(realpathSync(input.path));
    if (input.named || (user === undefined && stringAt(content, 'kind') !== 'Component')) return [input];
    note(`${input.path} is judged as a part of what is built upon it${user === undefined ? '' : `, such as ${user}`}`);
    return [];
  });
}

function contentOf(folder: string): Json | undefined {
  try {
    return readFast(readFileSync(fileOf(folder), 'utf8'))?.value;
  } catch {
    // kubectl says what is wrong with it.
    return undefined;
  }
}

/** The real paths of what a kustomization is made from, as far as it lies on this machine. */
function partsOf(folder: string, content: Json | undefined): readonly string[] {
  const names = ['resources', 'bases', 'components'].flatMap((list) => arrayAt(content, list));
  return names.flatMap((name) => {
    try {
      return typeof name === 'string' ? [realpathSync(join(folder, name))] : [];
    } catch {
      return [];
    }
  });
}
