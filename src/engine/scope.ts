import type { JsonObject } from '../policy/json.js';

/** The profiles that a namespace names in its labels, by what they are for. */
export interface OptIn {
  readonly enforce?: string;
  readonly warn?: string;
  readonly audit?: string;
  readonly inject?: string;
}

/** Where an object comes from, and so what holds for it. */
export interface Scope {
  readonly optIn: OptIn;
  /** The time of the review, in milliseconds since 1970. */
  readonly now: number;
  readonly namespace?: string | undefined;
  /** Who asks, as the API server authenticated them; absent outside admission. */
  readonly user?: string | undefined;
  /** The part of the object that is changed, such as ephemeralcontainers or resize. */
  readonly subresource?: string | undefined;
  /** The plural of the kind that the request is about: deployments, also where the object is the Scale of one. Absent outside admission. */
  readonly resource?: string | undefined;
  /** On an UPDATE: the object as it was. */
  readonly previous?: JsonObject | undefined;
  /** When the answer has to be ready, in milliseconds since 1970: facts that come later are unknown. */
  readonly deadline?: number | undefined;
  /** Whether it is too late for an answer. Where nobody can tell, judging takes what it takes; elsewhere it may reject with a NoVerdictError. */
  readonly isOverdue?: (() => boolean) | undefined;
  /** Whether the object was read from a file: no admission has added to it yet what it adds to every new Pod. */
  readonly isManifest?: boolean;
  /** Whether a Pod gets its injection here (/mutate, `check --inject`). Templates get theirs wherever the namespace opts in. */
  readonly injectPods?: boolean;
  /** Nothing is judged: only what is added is wanted (/mutate). */
  readonly judgesNothing?: true;
}
