import type { Inspect } from '../engine/inspect.js';
import type { Rules } from '../engine/rules.js';
import type { Policy } from '../policy/policy.js';
import type { ReviewRequest } from './review.js';

/** One reading of the configuration. A review uses one throughout, whatever is reloaded meanwhile. */
export interface Generation {
  readonly rules: Rules;
  readonly inspect: Inspect;
  readonly exempt: { readonly namespaces: ReadonlySet<string>; readonly users: ReadonlySet<string> };
  /** The kinds that a policy targets at admission, each with its API groups. */
  readonly kinds: ReadonlyMap<string, ReadonlySet<string>>;
  /** The parts of objects that a policy targets by themselves, such as deployments/scale. */
  readonly parts: ReadonlySet<string>;
}

export interface GenerationSources {
  readonly rules: Rules;
  readonly inspect: Inspect;
  readonly exempt: Generation['exempt'];
}

export function createGeneration({ rules, inspect, exempt }: GenerationSources): Generation {
  const kinds = new Map<string, Set<string>>();
  for (const { kind, group, clusterScoped } of rules.policies.flatMap(({ target }) => target.resources)) {
    // The namespace of an object says what holds for it, and this one is in none.
    if (clusterScoped) continue;
    kinds.set(kind, (kinds.get(kind) ?? new Set()).add(group));
  }
  const parts = new Set<string>();
  for (const { kind, group, of, subresource } of rules.policies.flatMap(({ target }) => target.parts ?? [])) {
    kinds.set(kind, (kinds.get(kind) ?? new Set()).add(group));
    parts.add(`${of}/${subresource}`);
  }
  return { rules, inspect, exempt, kinds, parts };
}

/** Whether a policy judges at admission at all. */
export function judgesAtAdmission({ offline }: Policy): boolean {
  return offline !== true;
}

/**
 * Whether a policy targets a kind. Kubernetes has moved its kinds between groups of its own, whose names have no dot
 * (extensions, apps), and a policy about a kind holds for all of them.
 */
export function isTargeted({ kinds }: Generation, group: string, kind: string): boolean {
  const groups = kinds.get(kind);
  return groups !== undefined && (!group.includes('.') || groups.has(group));
}

/** The parts of a Pod whose change can break a policy: they come as whole Pods. */
const podParts: ReadonlySet<string> = new Set(['ephemeralcontainers', 'resize']);

/** Whether a policy can have a say about what is changed: any other part, such as the status, is nobody's concern. */
export function isJudgedPart({ parts }: Generation, { resource, subresource }: ReviewRequest): boolean {
  if (subresource === undefined || podParts.has(subresource)) return true;
  return parts.has(`${resource ?? ''}/${subresource}`);
}

/** Whether the configuration exempts whoever asks, or the namespace that is asked about. */
export function isExempt({ exempt }: Generation, { namespace, user, kind, name }: ReviewRequest): boolean {
  const place = kind === 'Namespace' ? name : namespace;
  return (place !== undefined && exempt.namespaces.has(place)) || (user !== undefined && exempt.users.has(user));
}
