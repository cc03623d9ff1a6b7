import { containerIn } from './container-index.js';
import type { Facts } from '../policy/facts.js';
import { dig, field, stringAt } from '../policy/json.js';
import type { JsonObject } from '../policy/json.js';
import type { Context, Policy, Violation } from '../policy/policy.js';
import type { Target } from '../policy/target.js';
import type { KubernetesVersion } from '../policy/version.js';
import { NoVerdictError } from './effort.js';
import type { Effort } from './effort.js';
import { weaker } from './finding.js';
import type { Finding } from './finding.js';
import { matchesPattern } from './pattern.js';
import type { ProfiledPolicy, ProfileSettings } from './profile.js';
import type { Stopwatch } from './rules.js';

/** An object as the checks see it: each target's view of it is made once. */
export interface Sight {
  readonly object: JsonObject;
  readonly kind: string;
  /** The namespace that its metadata name. */
  readonly ownNamespace: string | undefined;
  readonly viewFor: (target: Target<unknown>) => unknown;
}

/** What every check is told besides the object and its settings. */
export interface Circumstances {
  readonly now: number;
  readonly kubernetesVersion: KubernetesVersion;
  readonly facts: Facts;
  readonly namespace?: string | undefined;
  readonly user?: string | undefined;
  readonly resource?: string | undefined;
  readonly isManifest?: boolean | undefined;
  readonly previous?: Sight | undefined;
  /** Absent where nothing is added to any Pod. */
  readonly injected?: Context['injected'] | undefined;
  /** Absent where one policy judges alone. */
  readonly settingsOf?: Context['settingsOf'] | undefined;
  readonly stopwatch?: Stopwatch | undefined;
  /** Absent where judging may take what it takes. */
  readonly effort?: Effort | undefined;
}

export function see(object: JsonObject, kind: string): Sight {
  const views = new Map<Target<unknown>, unknown>();
  const viewFor = (target: Target<unknown>): unknown => {
    const known = views.get(target);
    if (known !== undefined || views.has(target)) return known;
    const view = target.view(object, kind);
    views.set(target, view);
    return view;
  };
  return { object, kind, ownNamespace: stringAt(field(object, 'metadata'), 'namespace'), viewFor };
}

/** What a policy says that does not judge objects of this kind, and one that finds nothing wrong. */
const UNCONCERNED: readonly Violation[] = [];
const CONTENT: readonly Violation[] = [];

/** Runs one check over one object. A check that throws becomes a violation of its own policy. Throws a NoVerdictError alone. */
export function violationsOf(judge: ProfiledPolicy, sight: Sight, around: Circumstances): readonly Violation[] {
  const { policy } = judge;
  try {
    const view = sight.viewFor(policy.target);
    if (view === undefined) return UNCONCERNED;
    let found: Violation[] | undefined;
    for (const violation of policy.check(view, tell(judge, sight, around))) {
      around.effort?.found();
      (found ??= []).push(violation);
    }
    return found ?? CONTENT;
  } catch (error) {
    if (error instanceof NoVerdictError) throw error;
    // The name of the error is ours; its message may quote the object, and so a secret.
    const name = error instanceof Error ? error.name : 'error';
    return [
      { path: '', message: `${policy.meta.id} could not judge this object (${name})`, remedy: failureRemedy(policy) },
    ];
  }
}

/** The namespace that the review names goes before the object's own, which a template lacks. */
function tell({ policy, settings }: ProfiledPolicy, sight: Sight, around: Circumstances): Context<ProfileSettings> {
  return {
    settings,
    now: around.now,
    kubernetesVersion: around.kubernetesVersion,
    facts: around.facts,
    namespace: around.namespace ?? sight.ownNamespace,
    user: around.user,
    resource: around.resource,
    isManifest: around.isManifest === true,
    matches: matchesPattern,
    injected: around.injected ?? asItIs,
    previous: around.previous?.viewFor(policy.target),
    settingsOf: around.settingsOf ?? alone,
  };
}

const asItIs: Context['injected'] = (workload) => workload;
const alone: Context['settingsOf'] = () => undefined;

function failureRemedy(policy: Policy): string {
  return `This is a defect of Seaworthy: please report it, and set ${policy.meta.id} to "off" meanwhile.`;
}

/** What policies say about an object, in their order; those that have nothing to say are not there. */
export type Evaluation = ReadonlyMap<ProfiledPolicy, readonly Violation[]>;

export function evaluate(judges: readonly ProfiledPolicy[], sight: Sight, around: Circumstances): Evaluation {
  const said = new Map<ProfiledPolicy, readonly Violation[]>();
  const { stopwatch, effort } = around;
  stopwatch?.start();
  for (const judge of judges) {
    const violations = violationsOf(judge, sight, around);
    effort?.judged();
    if (violations !== UNCONCERNED) stopwatch?.lap(judge.policy.meta.id);
    if (violations.length > 0) said.set(judge, violations);
  }
  return said;
}

/** Every finding about an object, in the order of the policies and then of the object. */
export function findingsOf(evaluation: Evaluation, sight: Sight): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [judge, violations] of evaluation) {
    for (const violation of violations) findings.push(toFinding(judge, violation, sight));
  }
  return findings;
}

function toFinding(judge: ProfiledPolicy, violation: Violation, sight: Sight): Finding {
  const { meta, target } = judge.policy;
  const { path, message, fix, subject, atMost, saidBy } = violation;
  const container = containerIn(sight.viewFor(target), path)?.name;
  return {
    policy: meta,
    mode: atMost === undefined ? judge.mode : weaker(judge.mode, atMost),
    path,
    message,
    remedy: violation.remedy ?? meta.remedy,
    ...(container !== undefined && { container }),
    ...(fix !== undefined && { fix }),
    ...(subject !== undefined && { subject }),
    ...(saidBy !== undefined && { saidBy }),
  };
}

/** The name of an object for messages: its own, or what the API server will make one from. */
export function nameOf(object: JsonObject): string {
  const name = dig(object, 'metadata', 'name');
  if (typeof name === 'string' && name !== '') return name;
  const prefix = dig(object, 'metadata', 'generateName');
  return typeof prefix === 'string' ? `${prefix}*` : '';
}
