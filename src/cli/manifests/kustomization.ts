import { realpathSync } from 'node:fs';
import { relative } from 'node:path';
import { stringAt } from '../../policy/json.js';
import { count } from '../../report/summary.js';
import { fewNames } from '../few-names.js';
import { asPath } from './chart.js';
import type { Rendition } from './chart.js';
import type { Input } from './find.js';
import { contentOf, fileOf, wholePartsOf } from './kustomize-parts.js';
import { runTool } from './run-tool.js';
import type { ToolLimits } from './run-tool.js';

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

/**
 * The kustomizations that are judged: those that somebody named, and those that no other one builds upon. A base is no more than a part,
 * and would be blamed for what its overlays add, such as the namespace. A component is always a part.
 */
export function withoutParts(inputs: readonly Input[], note: (text: string) => void): readonly Input[] {
  const users = new Map<string, string>();
  const read = inputs.map((input) => ({ input, content: contentOf(input.path) }));
  for (const { input, content } of read) {
    for (const part of wholePartsOf(input.path, content)) users.set(part, input.path);
  }
  return read.flatMap(({ input, content }) => {
    const user = users.get(realpathSync(input.path));
    if (input.named || (user === undefined && stringAt(content, 'kind') !== 'Component')) return [input];
    note(`${input.path} is judged as a part of what is built upon it${user === undefined ? '' : `, such as ${user}`}`);
    return [];
  });
}

/** Says which files below a kustomization nobody judges. */
export function describePassedOver(folder: string, files: readonly string[]): string {
  const names = fewNames(files.map((file) => relative(folder, file)));
  const [were, them, hold] = files.length === 1 ? ['was', 'it', 'it holds'] : ['were', 'them', 'they hold'];
  return (
    `${count(files.length, 'file')} below the kustomization ${folder} ${were} passed over, for no kustomization names ${them} ` +
    `and ${hold} no Kubernetes object: ${names}`
  );
}
