import type { JsonObject } from '../policy/json.js';
import { createEffort } from './effort.js';
import { evaluate, findingsOf, see, violationsOf } from './evaluate.js';
import type { Circumstances, Evaluation, Sight } from './evaluate.js';
import { asksForFacts, factsAtHand, gather } from './gather.js';
import type { Finding } from './finding.js';
import { weaker } from './finding.js';
import { createIdentify } from './identity.js';
import type { Identify } from './identity.js';
import { inject, injectRelated, withLimitRanges } from './inject.js';
import type { Injected, Injection } from './inject.js';
import { isOwned } from './owner.js';
import type { Rules } from './rules.js';
import { sayOnce } from './say-once.js';
import type { Scope } from './scope.js';
import { concerns, createSelect, judging } from './select.js';
import type { Judges, Select, Selected, Selection } from './select.js';

/** What is to be said about one object. */
export interface Inspection {
  readonly findings: readonly Finding[];
  /** What was added before judging; on a template, what its Pods will be given. */
  readonly injections: readonly Injection[];
  /** The object as it was judged: with what was added. The same object when nothing was. */
  readonly object: JsonObject;
}

/** Judges an object of a kind in a scope. The object is never written to. */
export type Inspect = (object: JsonObject, kind: string, scope: Scope) => Promise<Inspection>;

/**
 * The one way in for the webhook, the audit and the command line: select, facts, inject, evaluate. Several that differ in their facts
 * alone may share what selects for them.
 */
export function createInspect(rules: Rules, selectFor: Select = createSelect(rules)): Inspect {
  return async (object, kind, scope) => {
    const { injectors, settingsOf, ...selected } = selectFor(scope.optIn);
    const { judges: inForce, needs } = judgesFor(selected, scope);
    const sight = see(object, kind);
    const previous = scope.previous === undefined ? undefined : see(scope.previous, kind);
    const facts = asksForFacts(rules, needs) ? await gather(rules, needs, sight, scope) : factsAtHand(rules);
    const { kubernetesVersion, stopwatch } = rules;
    const { now, namespace, user, resource, isManifest } = scope;
    // Templates beside the object get theirs whatever it is itself. A policy that asks for it pays for it.
    const injected: Circumstances['injected'] =
      injectors.length === 0
        ? undefined
        : (related, itsKind) => injectRelated(injectors, see(related, itsKind), around);
    const around: Circumstances = {
      now,
      kubernetesVersion,
      facts,
      previous,
      namespace,
      user,
      resource,
      isManifest,
      stopwatch,
      injected,
      settingsOf,
      effort: scope.isOverdue && createEffort(scope.isOverdue),
    };
    const adds = takesInjection(kind, scope) ? injectors : [];
    // What Pods are given begins with what LimitRanges give them. A Pod that comes in has it already.
    const isGiven = kind === 'Pod' && isManifest !== true;
    const asPods = adds.length === 0 || isGiven ? asItStands : (one: Sight) => withLimitRanges(one, around);
    const { sight: judged, injections, findings } = judge(inForce, adds, asPods(sight), around);
    const before = previous && identitiesBefore(asPods(previous), adds, inForce, around);
    return {
      // Not sooner: an update is held to all that was found before it, and modes have to be settled.
      findings: sayOnce(lowerModes(findings, { rules, scope, sight: judged }, before)),
      injections,
      object: judged.object,
    };
  };
}

const asItStands = (sight: Sight): Sight => sight;

/** All that are in force, those that have a say about the part of the object that is changed, or none. */
function judgesFor(selected: Judges, { subresource, judgesNothing }: Scope): Judges {
  if (judgesNothing === true) return judging([]);
  return subresource === undefined
    ? selected
    : judging(selected.judges.filter(({ policy }) => concerns(policy.meta.category, subresource)));
}

interface Judged extends Injected {
  readonly findings: readonly Finding[];
}

/** Injects, and judges what comes of it. Where nothing is added, what the policies said at first is their judgement. */
function judge(
  judges: readonly Selected[],
  injectors: Selection['injectors'],
  sight: Sight,
  around: Circumstances,
): Judged {
  const { sight: judged, injections, said } = addTo(judges, injectors, sight, around);
  return { sight: judged, injections, findings: findingsOf(said ?? evaluate(judges, judged, around), judged) };
}

/** What was said before anything was added is forgotten here: of a long object there may be no room to keep it. */
function addTo(
  judges: readonly Selected[],
  injectors: Selection['injectors'],
  sight: Sight,
  around: Circumstances,
): Injected & { readonly said: Evaluation | undefined } {
  const first = evaluate(judges, sight, around);
  // A Pod on /mutate is judged by nobody: only what may be added to it is asked for.
  const injected = inject(injectors, sight, (injector) =>
    injector.judge === undefined || judges.length === 0
      ? violationsOf(injector, sight, around)
      : (first.get(injector.judge) ?? []),
  );
  return { sight: injected.sight, injections: injected.injections, said: injected.sight === sight ? first : undefined };
}

/** A Pod is injected where the caller says so; a template is judged after the injection that its Pods will get. */
function takesInjection(kind: string, scope: Scope): boolean {
  if (scope.optIn.inject === undefined || scope.subresource !== undefined) return false;
  return kind === 'Pod' ? scope.injectPods === true : true;
}

/** What the object was already blamed for before this update, judged in the same way. */
function identitiesBefore(
  previous: Sight,
  injectors: Selection['injectors'],
  judges: readonly Selected[],
  around: Circumstances,
): (identify: Identify) => ReadonlySet<string> {
  return (identify) => {
    const { sight, findings } = judge(judges, injectors, previous, { ...around, previous: undefined });
    return new Set(findings.map((finding) => identify(finding, sight.object)));
  };
}

interface Lowering {
  readonly rules: Rules;
  readonly scope: Scope;
  readonly sight: Sight;
}

/** Steps 4 and 5 of the mode: an update that is not worse, and what a built-in controller makes, are only warned about. */
function lowerModes(
  findings: readonly Finding[],
  { rules, scope, sight }: Lowering,
  identitiesOf: ((identify: Identify) => ReadonlySet<string>) | undefined,
): readonly Finding[] {
  if (!findings.some(({ mode }) => mode === 'enforce')) return findings;
  const owned = rules.ownedPods === 'warn' && isOwned(sight.object, sight.kind, scope.user);
  const identify = createIdentify();
  const before = owned ? undefined : identitiesOf?.(identify);
  if (!owned && (before?.size ?? 0) === 0) return findings;
  return findings.map((finding) => {
    if (finding.mode !== 'enforce' || !(owned || before?.has(identify(finding, sight.object)))) return finding;
    return { ...finding, mode: weaker(finding.mode, 'warn'), lowered: owned ? 'owned' : 'not-worse' };
  });
}
