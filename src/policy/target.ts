import type { JsonObject } from './json.js';

/** A kind of the API, with what the webhook configuration needs to register for it. */
export interface Resource {
  /** The API group; empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** The plural, lower-case name in a URL, such as deployments. */
  readonly plural: string;
}

/** Which objects a policy judges, and the view of them that it is handed. */
export interface Target<View> {
  readonly name: string;
  /** The kinds of the API that admission and audit cover. */
  readonly resources: readonly Resource[];
  /** The view of an object of the named kind, or undefined when this target is not concerned with it. */
  readonly view: (object: JsonObject, kind: string) => View | undefined;
}
