import { stringAt } from './json.js';
import type { JsonObject } from './json.js';

/** A kind of the API, with what the webhook configuration needs to register for it. */
export interface Resource {
  /** The API group; empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** The plural, lower-case name in a URL, such as deployments. */
  readonly plural: string;
  /** It is in no namespace, so that no label can opt it in: admission does not cover it, the audit and the command line do. */
  readonly clusterScoped?: true;
}

/** A part of an object that the API server shows as an object of a kind of its own, such as the Scale of a Deployment. */
export interface Part {
  /** The group and the kind that the part comes as. */
  readonly group: string;
  readonly kind: string;
  /** What stands after the object's name in a URL. */
  readonly subresource: string;
  /** The plural of the kind that it is a part of. */
  readonly of: string;
}

/** Which objects a policy judges, and the view of them that it is handed. */
export interface Target<View> {
  readonly name: string;
  /** The kinds of the API that admission and audit cover. */
  readonly resources: readonly Resource[];
  /** The parts of objects that admission covers besides. */
  readonly parts?: readonly Part[];
  /** The view of an object of the named kind, or undefined when this target is not concerned with it. */
  readonly view: (object: JsonObject, kind: string) => View | undefined;
}

/**
 * The target of Kubernetes' own kinds, whatever their version. What others call by the same name, such as the Ingress of
 * networking.internal.knative.dev, is another kind: a group with a dot has to be one of the target's own.
 */
export function targetKinds<View>(
  name: string,
  resources: readonly Resource[],
  view: (object: JsonObject, kind: string) => View,
): Target<View> {
  const groupsOf = new Map<string, Set<string>>();
  for (const { kind, group } of resources) groupsOf.set(kind, (groupsOf.get(kind) ?? new Set()).add(group));
  const concerns = (object: JsonObject, kind: string): boolean => {
    const groups = groupsOf.get(kind);
    if (groups === undefined) return false;
    const group = dottedGroupOf(object);
    return group === undefined || groups.has(group);
  };
  return { name, resources, view: (object, kind) => (concerns(object, kind) ? view(object, kind) : undefined) };
}

/**
 * The group of an object where it has a dot, as all groups have that somebody else may have made. Nothing for what names none:
 * misshapen objects are judged by their kind.
 */
export function dottedGroupOf(object: JsonObject): string | undefined {
  const group = groupOf(stringAt(object, 'apiVersion') ?? '');
  return group.includes('.') ? group : undefined;
}

/** The group of an apiVersion: apps of apps/v1, and none of v1. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}
