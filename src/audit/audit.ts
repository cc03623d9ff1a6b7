import type { Inspect, Inspection } from '../engine/inspect.js';
import type { OptIn } from '../engine/scope.js';
import { objectAt, stringAt } from '../policy/json.js';
import type { JsonObject } from '../policy/json.js';
import type { Resource } from '../policy/target.js';
import { createOwners } from './owners.js';
import { createFindUninjected } from './uninjected.js';

/** An object of the cluster, and what is to be said about it. */
export interface Audited {
  readonly object: JsonObject;
  readonly inspection: Inspection;
}

/** Lists the objects of a kind, in one namespace or in all, page by page. May fail at any page. */
export type Lister = (resource: Resource, namespace: string | undefined) => AsyncIterable<JsonObject>;

export interface AuditOptions {
  readonly inspect: Inspect;
  /** The kinds to list, in this order: what makes others before what it makes. */
  readonly resources: readonly Resource[];
  /** The time of the audit, in milliseconds since 1970. */
  readonly now: number;
  /** What holds in a namespace; undefined where nothing is judged. What is in no namespace is asked about with an empty name. */
  readonly optInOf: (namespace: string) => OptIn | undefined;
  /** The namespaces to list one by one; undefined to list the cluster as a whole. */
  readonly namespaces: readonly string[] | undefined;
  /** Told when a listing fails; whether to go on with the next one. */
  readonly onFailure: (resource: Resource, error: unknown) => boolean;
  /** Told before each object is looked at, with the number of objects listed so far. */
  readonly onProgress: (resource: Resource, listed: number) => void;
}

/**
 * Judges what runs, one object at a time. What a judged object makes (a Deployment its ReplicaSets, those their Pods) is left out:
 * it has the same pod spec, and so the same findings. It is judged itself when its maker is not there, or could not be listed. Where
 * Pods are given something when they are created, those that run may be from before: of them is told what they lack.
 */
export async function* auditCluster(list: Lister, options: AuditOptions): AsyncGenerator<Audited> {
  const owners = createOwners();
  const { inspect, now } = options;
  const findUninjected = createFindUninjected(inspect);
  for await (const { object, resource } of everything(list, options)) {
    const namespace = namespaceOf(object, resource);
    const optIn = options.optInOf(namespace ?? '');
    if (optIn === undefined) continue;
    const scope = { optIn, now, namespace };
    const owner = owners.answeringFor(object, resource.kind);
    if (owner === undefined) yield { object, inspection: await inspect(object, resource.kind, scope) };
    else if (resource.kind === 'Pod' && optIn.inject !== undefined) {
      const inspection = await findUninjected(object, owner, scope);
      if (inspection !== undefined) yield { object, inspection };
    }
  }
}

/** A Namespace is its own place, for its labels are what opts it in. */
function namespaceOf(object: JsonObject, { kind, clusterScoped }: Resource): string | undefined {
  const metadata = objectAt(object, 'metadata');
  if (kind === 'Namespace') return stringAt(metadata, 'name');
  return clusterScoped ? undefined : (stringAt(metadata, 'namespace') ?? '');
}

interface Listed {
  readonly object: JsonObject;
  readonly resource: Resource;
}

/** Every object of every kind, owners first. */
async function* everything(list: Lister, options: AuditOptions): AsyncGenerator<Listed> {
  const listings = options.resources.flatMap((resource) =>
    placesOf(resource, options).map((namespace) => ({ resource, namespace })),
  );
  let listed = 0;
  for (const { resource, namespace } of listings) {
    try {
      for await (const object of list(resource, namespace)) {
        options.onProgress(resource, ++listed);
        yield { object, resource };
      }
    } catch (error) {
      if (!options.onFailure(resource, error)) return;
    }
  }
}

/** Where to list a kind. What is in no namespace is listed as a whole, or not at all where nothing judges it. */
function placesOf({ kind, clusterScoped }: Resource, options: AuditOptions): readonly (string | undefined)[] {
  if (!clusterScoped || kind === 'Namespace') return options.namespaces ?? [undefined];
  return options.optInOf('') === undefined ? [] : [undefined];
}
