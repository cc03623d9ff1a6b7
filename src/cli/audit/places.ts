import { readOptIns } from '../../audit/opt-in.js';
import type { LabelledNamespace, OptIns } from '../../audit/opt-in.js';
import type { Cluster } from '../../cluster/connect.js';
import { listNamespaces } from '../../cluster/namespaces.js';
import { readObject } from '../../cluster/object.js';
import type { Configuration } from '../../config/configuration.js';
import type { OptIn } from '../../engine/scope.js';
import { FALLBACK_PROFILE } from '../../engine/opt-in.js';
import { objectAt } from '../../policy/json.js';
import { printable, quote } from '../../policy/quote.js';
import { Failure } from '../failure.js';
import { note } from '../output.js';

/** Which namespaces are judged, and by what. */
export interface Places {
  /** The empty name is for what is in no namespace, which only a profile asked for as a whole judges. */
  readonly optInOf: (namespace: string) => OptIn | undefined;
  /** The namespaces to list one by one; undefined to list the cluster as a whole. */
  readonly namespaces: readonly string[] | undefined;
  /** The names of the profiles that judge somewhere. */
  readonly profiles: ReadonlySet<string>;
}

export interface PlaceWishes {
  /** The namespaces that were asked for by name; none for all. */
  readonly namespace: readonly string[];
  /** The profile to judge by in place of what the labels say. */
  readonly profile?: string;
}

/** Up to so many namespaces are listed one by one, which spares a large cluster the reading of all its Pods. */
const FEW = 16;

/** Where the chart installs Seaworthy, unless it is told otherwise. */
const USUAL_NAMESPACE = 'seaworthy-system';

/**
 * Finds out where to judge. Exempt namespaces, the system's among them, and Seaworthy's own are left out, unless asked for by name:
 * the webhook is not called for them either. Fails when a namespace is asked for that does not exist.
 */
export async function findPlaces(
  cluster: Cluster,
  { namespace, profile }: PlaceWishes,
  configuration: Configuration,
  ownNamespace = USUAL_NAMESPACE,
): Promise<Places> {
  const named = [...new Set(namespace)];
  const leftOut = new Set([...configuration.exempt.namespaces, ownNamespace]);
  const isJudged = (name: string): boolean => (named.length > 0 ? named.includes(name) : !leftOut.has(name));
  const found = named.length > 0 ? readNamed(cluster, named) : listNamespaces(cluster);
  if (profile === undefined) return byLabels(filter(found, isJudged), named, configuration);
  // Read for nothing but to learn whether all of them exist.
  if (named.length > 0) for await (const _one of found) continue;
  const optIn = { enforce: profile };
  return {
    optInOf: (name) => (isJudged(name) ? optIn : undefined),
    namespaces: named.length > 0 ? named : undefined,
    profiles: new Set([profile]),
  };
}

async function byLabels(
  namespaces: AsyncIterable<LabelledNamespace>,
  named: readonly string[],
  { profiles }: Configuration,
): Promise<Places> {
  const optIns = await readOptIns(namespaces, profiles);
  tell(optIns, named);
  const names = [...optIns.byNamespace.keys()];
  const inUse = [...optIns.byNamespace.values()].flatMap(({ enforce, warn, audit }) => [enforce, warn, audit]);
  return {
    optInOf: (name) => optIns.byNamespace.get(name),
    namespaces: names.length <= FEW || named.length > 0 ? names : undefined,
    profiles: new Set(inUse.filter(isText)),
  };
}

function isText(value: string | undefined): value is string {
  return value !== undefined;
}

async function* filter(
  namespaces: AsyncIterable<LabelledNamespace>,
  isJudged: (name: string) => boolean,
): AsyncGenerator<LabelledNamespace> {
  for await (const namespace of namespaces) if (isJudged(namespace.name)) yield namespace;
}

/** Reads namespaces one by one, as somebody has to who may not list them all. */
async function* readNamed(cluster: Cluster, names: readonly string[]): AsyncGenerator<LabelledNamespace> {
  for (const name of names) {
    const found = await readObject(cluster, { apiVersion: 'v1', plural: 'namespaces', name });
    if (found === undefined) throw new Failure(`there is no namespace ${quote(name)}`);
    const labels = objectAt(objectAt(found, 'metadata'), 'labels') ?? {};
    const texts = Object.entries(labels).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : []));
    yield { name, labels: Object.fromEntries(texts) as Record<string, string> };
  }
}

/** Says what may surprise: labels that name no profile, and that nobody opted in. */
function tell({ byNamespace, unknown }: OptIns, named: readonly string[]): void {
  for (const { namespace, label, value } of unknown) {
    const text = `namespace ${namespace}: the label ${label} names no profile: ${quote(value)}; it counts as ${FALLBACK_PROFILE}`;
    note(`warning: ${printable(text)}`);
  }
  const out = named.filter((name) => !byNamespace.has(name));
  if (out.length > 0) note(`not judged, for it did not opt in: ${out.join(', ')}; --profile judges it all the same`);
  else if (byNamespace.size === 0)
    note('no namespace has opted in; --profile judges all of them, whatever their labels');
}
