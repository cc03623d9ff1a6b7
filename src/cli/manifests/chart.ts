import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { isObject, stringAt } from '../../policy/json.js';
import type { JsonObject } from '../../policy/json.js';
import type { KubernetesVersion } from '../../policy/version.js';
import { firstValueIn } from './document.js';
import { runTool } from './run-tool.js';
import type { ToolLimits } from './run-tool.js';

/** What somebody may say about how charts are rendered. */
export interface Rendering {
  /** Files of values, on top of the chart's own; the last one wins. */
  readonly helmValues?: readonly string[] | undefined;
  readonly kubernetesVersion?: KubernetesVersion | undefined;
  /** The namespace to render charts for. */
  readonly namespace?: string | undefined;
  readonly limits?: ToolLimits | undefined;
}

/** What one template of a chart, or a folder as a whole, was rendered to. */
export interface Rendered {
  /** The file that it was made from. Lines are counted in what was made, for nobody knows those of the template. */
  readonly file: string;
  readonly text: string;
}

export type Rendition = { readonly rendered: readonly Rendered[] } | { readonly failure: string };

/** Renders a chart as `helm template` does, with its tests left out: they run when somebody asks for them. */
export async function renderChart(folder: string, rendering: Rendering): Promise<Rendition> {
  const { name, type } = readChart(folder);
  if (type === 'library') return { rendered: [] };
  const { kubernetesVersion: version, helmValues = [], namespace, limits } = rendering;
  const outcome = await runTool(
    {
      command: 'helm',
      args: [
        'template',
        releaseName(name),
        asPath(folder),
        '--skip-tests',
        '--include-crds',
        ...(version === undefined ? [] : [`--kube-version=${version.major}.${version.minor}.0`]),
        ...(namespace === undefined ? [] : [`--namespace=${namespace}`]),
        ...helmValues.map((file) => `--values=${file}`),
      ],
      install: 'https://helm.sh/docs/intro/install/',
    },
    limits,
  );
  return 'failure' in outcome ? outcome : { rendered: byTemplate(outcome.text, folder) };
}

/**
 * An object without the namespace that nobody chose: where nobody says one, helm renders for `default`, which need not be what the
 * template says. Undefined where the namespace is known.
 */
export function unplaced(object: JsonObject, { namespace }: Rendering): JsonObject | undefined {
  const { metadata, ...rest } = object;
  if (namespace !== undefined || !isObject(metadata)) return undefined;
  const { namespace: its, ...others } = metadata;
  if (its === undefined || its === null) return object;
  return its === 'default' ? { ...rest, metadata: others } : undefined;
}

function readChart(folder: string): { readonly name: string | undefined; readonly type: string | undefined } {
  try {
    const chart = firstValueIn(readFileSync(join(folder, 'Chart.yaml'), 'utf8'));
    return { name: stringAt(chart, 'name'), type: stringAt(chart, 'type') };
  } catch {
    // helm says it better.
    return { name: undefined, type: undefined };
  }
}

/** Most charts are released under their own name; what cannot be the name of a release has helm's own choice. */
function releaseName(name: string | undefined): string {
  return name !== undefined && /^[a-z0-9](?:[a-z0-9-]{0,51}[a-z0-9])?$/.test(name) ? name : 'release-name';
}

/** A path that helm takes neither for a flag nor for a chart of a repository. */
export function asPath(folder: string): string {
  return isAbsolute(folder) ? folder : `./${folder}`;
}

/** helm writes this over each document; the first segment is the name of the chart. */
const SOURCE = /^---\n# Source: [^\n/]+\/([^\n]+)$/gm;

/** What each template was rendered to, as `helm template --show-only` prints it. */
function byTemplate(text: string, folder: string): readonly Rendered[] {
  const texts = new Map<string, string>();
  const sources = [...text.matchAll(SOURCE)];
  for (const [index, { index: start, 1: path = '' }] of sources.entries()) {
    const file = join(folder, path);
    texts.set(file, (texts.get(file) ?? '') + text.slice(start, sources[index + 1]?.index));
  }
  return [...texts].map(([file, ofTemplate]) => ({ file, text: ofTemplate }));
}
