import { dig, field } from './json.js';
import type { Json, JsonObject } from './json.js';

/** What the API server fills in where nobody says how often a Job is tried again. */
const FILLED_IN_BACKOFF = 6;

/** Why the Job of a spec may be tried again for as long as Kubernetes likes, or undefined where it has a limit of its own. */
export function complaintOf(spec: JsonObject): string | undefined {
  if (isLimited(spec)) return undefined;
  return field(spec, 'backoffLimit') === FILLED_IN_BACKOFF
    ? `backoffLimit is ${FILLED_IN_BACKOFF}, as the API server fills it in; another number or activeDeadlineSeconds is wanted`
    : 'the job has neither activeDeadlineSeconds nor a backoffLimit of its own';
}

/** What gives the Job of a spec a limit. Many write the deadline one level too deep, where each pod begins to count anew. */
export function remedyFor(spec: JsonObject): string {
  const number = `backoffLimit to another number than the ${FILLED_IN_BACKOFF} that the API server fills in`;
  return isNumber(dig(spec, 'template', 'spec', 'activeDeadlineSeconds'))
    ? `Set activeDeadlineSeconds of the job itself, or ${number}: in the template it bounds one pod, and the next begins anew.`
    : `Set activeDeadlineSeconds, or ${number}.`;
}

/** A deadline, or a limit of its own: for the whole Job, or for each of its indexes. */
function isLimited(spec: JsonObject): boolean {
  if (isNumber(field(spec, 'activeDeadlineSeconds')) || isNumber(field(spec, 'backoffLimitPerIndex'))) return true;
  const backoff = field(spec, 'backoffLimit');
  return isNumber(backoff) && backoff !== FILLED_IN_BACKOFF;
}

function isNumber(value: Json | undefined): boolean {
  return typeof value === 'number' && value >= 0;
}
