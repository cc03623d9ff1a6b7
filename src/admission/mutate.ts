import { toPatch } from '../engine/edit.js';
import { isMirror } from '../engine/owner.js';
import { overdueAfter } from './deadline.js';
import { isExempt } from './generation.js';
import { findOptIn } from './opt-in.js';
import type { NamespaceLabels } from './opt-in.js';
import { allowed } from './response.js';
import type { ReviewRequest } from './review.js';
import type { Judge } from './validate.js';

/**
 * Adds what is missing to Pods that are being created, where their namespace asks for it. It never denies, and touches
 * nothing else: the spec of a Pod is immutable later, and templates belong to whoever wrote them.
 */
export function createMutate(namespaces: NamespaceLabels): Judge {
  return async (request, generation, times) => {
    const { object, kind, user, namespace } = request;
    if (object === undefined || !isNewPod(request) || isExempt(generation, request)) return allowed;
    if (isMirror(object, user)) return allowed;
    const { optIn, notes } = await findOptIn(namespaces, request, ['inject'], { generation, times });
    const ruling = notes.length === 0 ? allowed : { ...allowed, verdict: { ...allowed.verdict, warnings: notes } };
    if (optIn.inject === undefined) return ruling;
    // Only the injection is wanted here: the validating webhook judges the result, and what is added heeds what it demands.
    const wanted = { injectPods: true, judgesNothing: true, isOverdue: overdueAfter(times) } as const;
    const scope = { optIn, now: times.now, deadline: times.deadline, namespace, user, ...wanted };
    const { object: injected, injections } = await generation.inspect(object, kind, scope);
    const patch = injected === object ? [] : toPatch(object, injected);
    if (patch.length === 0) return ruling;
    const policies = new Set(injections.map(({ policy }) => policy.id));
    return { ...ruling, patch, findings: [...policies].map((policy) => ({ policy, mode: 'inject' })) };
  };
}

function isNewPod({ operation, group, kind, subresource }: ReviewRequest): boolean {
  return operation === 'CREATE' && group === '' && kind === 'Pod' && subresource === undefined;
}
