import { complaintOf, remedyFor } from '../src/policy/job-limit.js';
import { jobs, mayHaveRestartPolicy } from '../src/policy/job.js';
import type { JobView } from '../src/policy/job.js';
import { field } from '../src/policy/json.js';
import { definePolicy } from '../src/policy/policy.js';
import type { Violation } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import type { Show } from '../src/policy/quote.js';

/** What the fixes set: tried again three times, and kept for a day, in seconds. */
const BACKOFF_LIMIT = 3;
const DAY = 86_400;

export default definePolicy({
  meta: {
    id: 'require-job-limits',
    title: 'Jobs must end, whether they succeed or not',
    description:
      'A Job that fails is tried again for as long as its limits allow, and one that nothing clears away stays for ever. A ' +
      'backoffLimit of 6 counts as none, with or without an apply, because the API server fills it in for all who say nothing. ' +
      'ttlSecondsAfterFinished is demanded of Jobs that nothing clears away: a CronJob does with its own, and Helm and Argo CD do with ' +
      'hooks, unless their delete policy is for failures alone.',
    category: 'availability',
    severity: 'medium',
    remedy: 'Set restartPolicy, activeDeadlineSeconds or backoffLimit, and ttlSecondsAfterFinished.',
    references: [
      'https://kubernetes.io/docs/concepts/workloads/controllers/job/',
      'https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/',
    ],
  },
  target: jobs,
  settings: {
    restartPolicy: {
      type: 'array',
      items: { type: 'string', enum: ['OnFailure', 'Never'] },
      uniqueItems: true,
      default: ['OnFailure', 'Never'],
      description: 'The restart policies that the pods of a Job may have; the fix sets the first.',
    },
  },
  *check(job, { settings }) {
    yield* badRestartPolicy(job, settings.restartPolicy);
    const complaint = complaintOf(job.spec);
    if (complaint !== undefined) {
      const path = job.at('backoffLimit');
      yield { path, message: complaint, remedy: remedyFor(job.spec), fix: [{ op: 'set', path, value: BACKOFF_LIMIT }] };
    }
    if (job.isKept && typeof field(job.spec, 'ttlSecondsAfterFinished') !== 'number') {
      const path = job.at('ttlSecondsAfterFinished');
      const text = 'the job stays for ever once it has finished';
      const remedy = 'Set ttlSecondsAfterFinished.';
      yield { path, message: text, remedy, fix: [{ op: 'set', path, value: DAY }] };
    }
  },
});

function* badRestartPolicy(job: JobView, allowed: readonly ('OnFailure' | 'Never')[]): Iterable<Violation> {
  const current = job.restartPolicy ?? '';
  if (allowed.some((one) => one === current)) return;
  const path = job.at('template', 'spec', 'restartPolicy');
  const wanted = allowed.join(' or ');
  const what = (show: Show): string => (current === '' ? 'no restartPolicy' : `the restartPolicy ${show(current)}`);
  const text = message((show) => `the pods of the job have ${what(show)}; ${wanted} is wanted`);
  const remedy = `Set restartPolicy to ${wanted}`;
  const value = allowed.find((one) => mayHaveRestartPolicy(job.spec, one));
  if (value !== undefined) yield { path, message: text, remedy: `${remedy}.`, fix: [{ op: 'set', path, value }] };
  else {
    const obstacle = 'what rules it out: a podFailurePolicy, or a resizePolicy that restarts';
    yield { path, message: text, remedy: `${remedy}, and take away ${obstacle}.` };
  }
}
