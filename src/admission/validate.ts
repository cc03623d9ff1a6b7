import { decide } from '../engine/decide.js';
import { nameOf } from '../engine/evaluate.js';
import type { Finding } from '../engine/finding.js';
import { dig } from '../policy/json.js';
import type { JsonObject } from '../policy/json.js';
import { overdueAfter } from './deadline.js';
import type { Times } from './deadline.js';
import { isExempt, isJudgedPart, isTargeted } from './generation.js';
import type { Generation } from './generation.js';
import { judgeNamespace } from './namespace.js';
import { findOptIn } from './opt-in.js';
import type { NamespaceLabels } from './opt-in.js';
import { allowed } from './response.js';
import type { Ruling } from './response.js';
import type { ReviewRequest } from './review.js';
import { isUntouched } from './same.js';

/** Decides about one request with one generation of the configuration. Rejects with an AdmissionError. */
export type Judge = (request: ReviewRequest, generation: Generation, times: Times) => Promise<Ruling>;

/** The labels for which the API server calls the validating webhook. */
const RELEVANT = ['enforce', 'warn', 'audit'] as const;

/** Judges what is created or changed. It never patches. */
export function createValidate(namespaces: NamespaceLabels): Judge {
  return async (request, generation, times) => {
    const { object, kind, group, user, namespace, resource, subresource } = request;
    if (object === undefined || needsNoVerdict(request, object) || isNobodys(generation, request)) return allowed;
    if (group === '' && kind === 'Namespace') return judgeNamespace(object, request.oldObject, generation);
    if (!isTargeted(generation, group, kind)) return allowed;
    const { optIn, notes } = await findOptIn(namespaces, request, RELEVANT, { generation, times });
    const previous = request.operation === 'UPDATE' ? request.oldObject : undefined;
    const about = { namespace, user, resource, subresource, previous };
    const scope = { optIn, now: times.now, deadline: times.deadline, isOverdue: overdueAfter(times), ...about };
    const inspection = await generation.inspect(object, kind, scope);
    const subject = { kind, name: request.name ?? nameOf(object), profile: optIn.enforce ?? '' };
    return { verdict: decide(inspection, subject, notes), findings: inspection.findings.map(countable) };
  };
}

/** What is deleted or connected to, is going away, or does not change in what policies look at. */
function needsNoVerdict({ operation, kind, oldObject }: ReviewRequest, object: JsonObject): boolean {
  if (operation === 'DELETE' || operation === 'CONNECT') return true;
  if (operation !== 'UPDATE') return false;
  if (isGoing(object) || isGoing(oldObject)) return true;
  return kind !== 'Namespace' && oldObject !== undefined && isUntouched(object, oldObject);
}

/** Whether it is exempt, or a part of an object that no policy looks at. */
function isNobodys(generation: Generation, request: ReviewRequest): boolean {
  return isExempt(generation, request) || !isJudgedPart(generation, request);
}

/** Whether an object only waits for its finalizers, which must be able to take themselves away. */
function isGoing(object: JsonObject | undefined): boolean {
  return dig(object, 'metadata', 'deletionTimestamp') !== undefined;
}

function countable({ policy, mode }: Finding): Ruling['findings'][number] {
  return { policy: policy.id, mode };
}
