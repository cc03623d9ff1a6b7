import { weaker } from '../engine/finding.js';
import type { Finding } from '../engine/finding.js';
import type { Inspect, Inspection } from '../engine/inspect.js';
import type { Scope } from '../engine/scope.js';
import { arrayAt, dig, objectAt, stringAt } from '../policy/json.js';
import type { JsonObject } from '../policy/json.js';

/** Finds what a running Pod lacks that a new one would be given; undefined where there is nothing new to say. */
export type FindUninjected = (pod: JsonObject, owner: string, scope: Scope) => Promise<Inspection | undefined>;

const REMEDY =
  'New Pods are given this: have the old ones replaced, with kubectl rollout restart, or write it into their template.';

/** The template of a Job cannot be changed, and nothing restarts one. */
const REMEDY_OF_JOBS = 'A new Pod is given this; this one goes without it to its end.';

/**
 * Looks at Pods whose owner was judged as if its Pods had been given what is added to new ones: those that are from before their
 * namespace asked for that lack it. Their owner's new Pods will not, so nothing would be denied. It is said once for each owner, of
 * the first such Pod.
 */
export function createFindUninjected(inspect: Inspect): FindUninjected {
  const told = new Set<string>();
  return async (pod, owner, scope) => {
    if (told.has(owner) || isOver(pod)) return undefined;
    const now = await inspect(pod, 'Pod', scope);
    if (now.findings.length === 0) return undefined;
    const then = await inspect(pod, 'Pod', { ...scope, injectPods: true });
    const staying = new Set(then.findings.map(identityOf));
    const lacking = now.findings.filter((finding) => !staying.has(identityOf(finding)));
    if (lacking.length === 0) return undefined;
    told.add(owner);
    return { ...now, findings: lacking.map((finding) => asNotice(finding, remedyFor(pod))) };
  };
}

/** A Pod that has ended, such as that of a Job, takes nothing any more, and one that is being deleted will not for long. */
function isOver(pod: JsonObject): boolean {
  if (dig(pod, 'metadata', 'deletionTimestamp') !== undefined) return true;
  const phase = dig(pod, 'status', 'phase');
  return phase === 'Succeeded' || phase === 'Failed';
}

function identityOf({ policy, path, message }: Finding): string {
  return JSON.stringify([policy.id, path, message]);
}

/** Nobody edits a Pod that another object makes, so it gets no fix. */
function asNotice({ fix: _fix, ...finding }: Finding, remedy: string): Finding {
  return { ...finding, mode: weaker(finding.mode, 'warn'), lowered: 'owned', remedy };
}

function remedyFor(pod: JsonObject): string {
  const owners = arrayAt(objectAt(pod, 'metadata'), 'ownerReferences');
  return owners.some((owner) => stringAt(owner, 'kind') === 'Job') ? REMEDY_OF_JOBS : REMEDY;
}
