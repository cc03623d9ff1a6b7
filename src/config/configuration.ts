import type { Mode } from '../engine/finding.js';
import { compileProfiles } from '../engine/profile.js';
import type { Profile } from '../engine/profile.js';
import type { ImageLookup, Rules } from '../engine/rules.js';
import type { Problem } from '../engine/schema.js';
import type { FactName } from '../policy/facts.js';
import type { JsonObject } from '../policy/json.js';
import type { Policy } from '../policy/policy.js';
import type { KubernetesVersion } from '../policy/version.js';
import { builtinProfiles } from './profiles.js';

/** The configuration file, complete and compiled: one generation, which is never written to. */
export interface Configuration {
  /** auto: the version of the cluster, or the newest known where there is none. */
  readonly kubernetesVersion: KubernetesVersion | 'auto';
  readonly ceiling: Mode;
  readonly ownedPods: 'warn' | 'enforce';
  /** The namespaces of the system are among the exempt ones, whatever the file adds. */
  readonly exempt: { readonly namespaces: ReadonlySet<string>; readonly users: ReadonlySet<string> };
  readonly profiles: ReadonlyMap<string, Profile>;
  /** The `images:` block as its schema admitted it, defaults filled in; undefined when there is none. */
  readonly images: JsonObject | undefined;
  /** The facts that there is a source for. */
  readonly sources: ReadonlySet<FactName>;
}

/** What the other rooms bring to the configuration. */
export interface ConfigurationParts {
  readonly policies: readonly Policy[];
  readonly images: {
    /** The JSON schema of the `images:` block. */
    readonly schema: object;
    /** What is wrong with a block, whatever its shape, beside what its schema finds; the paths lead into the block. */
    readonly check: (images: JsonObject) => readonly Problem[];
  };
}

/** Namespaces that nobody's workloads live in; the cluster's selectors leave them out as well. */
export const systemNamespaces = ['kube-system', 'kube-node-lease'] as const;

/** What holds without a configuration file. */
export function defaultConfiguration(policies: readonly Policy[]): Configuration {
  const { profiles } = compileProfiles({ policies, builtin: builtinProfiles, own: {}, sources: new Set() });
  return {
    kubernetesVersion: 'auto',
    ceiling: 'enforce',
    ownedPods: 'warn',
    exempt: { namespaces: new Set(systemNamespaces), users: new Set() },
    profiles,
    images: undefined,
    sources: new Set(),
  };
}

/** What is found out beside the configuration. */
export interface Surroundings {
  readonly policies: readonly Policy[];
  /** The version to judge for where the configuration leaves it open. */
  readonly version: KubernetesVersion;
  readonly images?: ImageLookup | undefined;
}

/** What the judge is handed under a configuration. */
export function rulesOf(configuration: Configuration, { policies, version, images }: Surroundings): Rules {
  const { profiles, ceiling, ownedPods, kubernetesVersion } = configuration;
  return {
    policies,
    profiles,
    ceiling,
    ownedPods,
    kubernetesVersion: kubernetesVersion === 'auto' ? version : kubernetesVersion,
    images,
  };
}
