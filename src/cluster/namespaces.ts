import { LABEL_PREFIX } from '../engine/opt-in.js';
import { objectAt, stringAt, type JsonObject } from '../policy/json.js';
import type { Cluster } from './connect.js';
import type { ClusterError } from './error.js';
import { list } from './list.js';
import { resourcePath } from './object.js';
import { requestJson } from './request.js';
import { watch, type WatchRequest } from './watch.js';

export type Labels = Readonly<Record<string, string>>;

export interface NamespaceLabels {
  readonly name: string;
  readonly labels: Labels;
}

/** What the cluster's Namespaces say in their `seaworthy.dev/` labels. */
export interface Namespaces {
  /** True from the first complete listing on. */
  readonly isReady: () => boolean;
  /** The labels as far as the watch knows, or undefined for a namespace that it does not know. */
  readonly labelsOf: (name: string) => Labels | undefined;
  /** The labels as they are now, from the API server. Rejects with a ClusterError. */
  readonly readLive: (name: string) => Promise<Labels>;
  readonly close: () => void;
}

export interface NamespaceSettings {
  readonly onError: (error: ClusterError) => void;
  /** The most that a live read may take, in milliseconds: it is part of a review, which has five seconds at most. */
  readonly liveReadMs?: number;
  readonly retry?: WatchRequest['retry'];
}

const LIVE_READ_MS = 2000;
const COLLECTION = resourcePath({ apiVersion: 'v1', plural: 'namespaces' });
/** Metadata alone: nothing else of a Namespace matters here. A watch that asks for lists is answered with nothing at all. */
const ONE = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json';
const MANY = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';
const LISTED = { path: COLLECTION, accept: MANY, pageSize: 500 };
const WATCHED: WatchRequest = { ...LISTED, watchAccept: ONE };
const NO_LABELS: Labels = Object.freeze({});

/** Follows the labels of all Namespaces, from now until it is closed. */
export function watchNamespaces(cluster: Cluster, settings: NamespaceSettings): Namespaces {
  const known = new Map<string, Labels>();
  const reading = new Map<string, Promise<Labels>>();
  const end = new AbortController();
  let ready = false;
  const handlers = {
    read: readLabels,
    onReplaced: (items: readonly NamespaceLabels[]) => {
      known.clear();
      for (const { name, labels } of items) known.set(name, labels);
      ready = true;
    },
    onChanged: ({ name, labels }: NamespaceLabels) => {
      known.set(name, labels);
    },
    onDeleted: ({ name }: NamespaceLabels) => {
      known.delete(name);
    },
    onError: settings.onError,
  };
  // The promise settles when the watch is closed, and never rejects.
  void watch(cluster, { ...WATCHED, ...(settings.retry && { retry: settings.retry }) }, handlers, end.signal);
  return {
    isReady: () => ready,
    labelsOf: (name) => known.get(name),
    readLive: (name) => {
      // A rollout brings many reviews of one namespace at once: one read answers them all.
      const shared = reading.get(name) ?? readLive(cluster, name, settings.liveReadMs, end.signal);
      reading.set(name, shared);
      return shared.finally(() => reading.delete(name));
    },
    close: () => {
      end.abort();
    },
  };
}

/** Lists all Namespaces with their `seaworthy.dev/` labels. */
export async function* listNamespaces(cluster: Cluster): AsyncGenerator<NamespaceLabels> {
  for await (const object of list(cluster, LISTED)) yield readLabels(object);
}

async function readLive(
  cluster: Cluster,
  name: string,
  timeoutMs = LIVE_READ_MS,
  signal: AbortSignal,
): Promise<Labels> {
  const path = resourcePath({ apiVersion: 'v1', plural: 'namespaces', name });
  return readLabels(await requestJson(cluster, { path, accept: ONE, timeoutMs, signal })).labels;
}

function readLabels(object: JsonObject): NamespaceLabels {
  const metadata = objectAt(object, 'metadata');
  const ours: (readonly [string, string])[] = [];
  for (const [key, value] of Object.entries(objectAt(metadata, 'labels') ?? {})) {
    if (key.startsWith(LABEL_PREFIX) && typeof value === 'string') ours.push([key, value]);
  }
  const labels = ours.length === 0 ? NO_LABELS : Object.freeze(Object.fromEntries(ours));
  return { name: stringAt(metadata, 'name') ?? '', labels };
}
