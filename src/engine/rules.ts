import type { Fact, Inventory, ScanEvidence, SchemaProblem } from '../policy/facts.js';
import type { JsonObject } from '../policy/json.js';
import type { Policy } from '../policy/policy.js';
import type { KubernetesVersion } from '../policy/version.js';
import type { Mode } from './finding.js';
import type { Profile } from './profile.js';

/**
 * Finds out what scanners left about images, by their references as written.
 * The deadline is in milliseconds since 1970; what is not known by then is an unknown fact. It never rejects.
 */
export type ImageLookup = (
  references: readonly string[],
  deadline: number,
) => Promise<ReadonlyMap<string, Fact<ScanEvidence>>>;

/** Holds an object of a kind to the schema of that kind. It never rejects. */
export type SchemaLookup = (object: JsonObject, kind: string) => Promise<Fact<readonly SchemaProblem[]>>;

/** Is told how the judging goes on, so that somebody with a clock can take the time: the engine has none. */
export interface Stopwatch {
  /** Policies are about to judge an object, one right after the other. */
  readonly start: () => void;
  /** This one is done. What it was the first to look at, such as the containers, was made ready in its time. */
  readonly lap: (policy: string) => void;
}

/** Everything that the judge is handed: one generation of the configuration, used whole by each review. */
export interface Rules {
  readonly policies: readonly Policy[];
  readonly profiles: ReadonlyMap<string, Profile>;
  /** The most that any finding may do. */
  readonly ceiling: Mode;
  /** What a finding on an object that a built-in controller made may do at most. */
  readonly ownedPods: 'warn' | 'enforce';
  readonly kubernetesVersion: KubernetesVersion;
  /** Absent when no source of scan evidence is configured. */
  readonly images?: ImageLookup | undefined;
  /** Absent where nobody can see other objects. */
  readonly inventory?: Inventory | undefined;
  /** Absent where objects have been through the API server, which holds them to their schemas. */
  readonly schema?: SchemaLookup | undefined;
  /** Absent where nobody asks how long policies take. */
  readonly stopwatch?: Stopwatch | undefined;
}
