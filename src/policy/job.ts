import { arrayAt, dig, field, isObject, objectAt } from './json.js';
import type { Json, JsonObject } from './json.js';
import { pointer } from './pointer.js';
import type { Pointer, Segment } from './pointer.js';
import { isClearedAway } from './release-hook.js';
import { targetKinds } from './target.js';
import type { Resource } from './target.js';

/** A Job, or what a CronJob makes its Jobs from. */
export interface JobView {
  /** Whether it is a Job that stays once it has finished: nothing made it, and no tool of releases clears it away. */
  readonly isKept: boolean;
  /** The spec of the Job. */
  readonly spec: JsonObject;
  readonly at: (...segments: readonly Segment[]) => Pointer;
  /** The restart policy of its pods as it is written. */
  readonly restartPolicy: unknown;
}

/** The spec of a CronJob. */
export interface CronJobView {
  readonly spec: JsonObject;
  readonly at: (...segments: readonly Segment[]) => Pointer;
}

const cronJob: Resource = { group: 'batch', version: 'v1', kind: 'CronJob', plural: 'cronjobs' };
const job: Resource = { group: 'batch', version: 'v1', kind: 'Job', plural: 'jobs' };

/** Jobs, and CronJobs as the makers of Jobs. */
export const jobs = targetKinds('jobs', [cronJob, job], viewJob);

export const cronJobs = targetKinds('cron jobs', [cronJob], viewCronJob);

function viewJob(object: JsonObject, kind: string): JobView {
  const outer = objectAt(object, 'spec');
  const spec = kind === 'Job' ? outer : objectAt(field(outer, 'jobTemplate'), 'spec');
  const base = kind === 'Job' ? '/spec' : '/spec/jobTemplate/spec';
  return {
    isKept: kind === 'Job' && !isOwned(object) && !isClearedAway(object),
    spec: spec ?? {},
    at: (...segments) => pointer(base, ...segments),
    restartPolicy: dig(spec, 'template', 'spec', 'restartPolicy'),
  };
}

function isOwned(object: JsonObject): boolean {
  return arrayAt(field(object, 'metadata'), 'ownerReferences').some(isObject);
}

/** Whether the API server accepts a restart policy for the pods of a Job with this spec. */
export function mayHaveRestartPolicy(spec: JsonObject, restartPolicy: 'OnFailure' | 'Never'): boolean {
  if (restartPolicy === 'OnFailure') return field(spec, 'podFailurePolicy') === undefined;
  const pod = dig(spec, 'template', 'spec');
  const containers = [...arrayAt(pod, 'containers'), ...arrayAt(pod, 'initContainers')];
  // What a resize restarts has to be allowed to start again.
  return containers
    .flatMap((container) => arrayAt(container, 'resizePolicy'))
    .every((one) => field(one, 'restartPolicy') === 'NotRequired');
}

/** Where a CronJob says how many finished Jobs it keeps. */
export const historyLimits = ['successfulJobsHistoryLimit', 'failedJobsHistoryLimit'] as const;

/** How many of them the API server has it keep where nobody says a number. */
export const keptByDefault = { successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 } as const;

/** The number as it is written, or else as it is filled in. */
export function historyLimitOf(spec: JsonObject, name: (typeof historyLimits)[number]): Json {
  return field(spec, name) ?? keptByDefault[name];
}

function viewCronJob(object: JsonObject): CronJobView {
  return { spec: objectAt(object, 'spec') ?? {}, at: (...segments) => pointer('/spec', ...segments) };
}
