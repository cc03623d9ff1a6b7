import { cronJobs, historyLimitOf, historyLimits, keptByDefault } from '../src/policy/job.js';
import { field } from '../src/policy/json.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';

/** The controller looks every ten seconds, so a shorter deadline may be over before anybody looks. */
const SHORTEST_DEADLINE = 10;

/** What the fix sets, in seconds: late by five minutes is better than not at all. */
const DEADLINE = 300;

export default definePolicy({
  meta: {
    id: 'require-cron-job-policy',
    title: 'CronJobs must say what happens when a run is late or long',
    description:
      'By default a run begins though the one before has not ended, until a slow database has a hundred of them; and without a starting ' +
      'deadline a run that was missed begins whenever it can, in the middle of the day. A history that keeps too much fills the ' +
      'cluster with finished Jobs: limits that are absent count as the 3 and 1 that the API server fills in.',
    details: [
      'A starting deadline of less than 10 s is too short, as the controller looks for runs that are due every 10 s.',
    ],
    category: 'availability',
    severity: 'medium',
    remedy: 'Set concurrencyPolicy to Forbid or Replace, startingDeadlineSeconds, and history limits.',
    references: ['https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/'],
  },
  target: cronJobs,
  settings: {
    maxHistory: {
      type: 'integer',
      minimum: 3,
      default: 10,
      description: 'How many finished Jobs of each kind, successful and failed, may be kept at most.',
    },
  },
  *check({ spec, at }, { settings: { maxHistory } }) {
    const concurrency = field(spec, 'concurrencyPolicy') ?? 'Allow';
    if (concurrency !== 'Forbid' && concurrency !== 'Replace') {
      const path = at('concurrencyPolicy');
      const text = message((show) => `concurrencyPolicy is ${show(concurrency)}, so that runs may overlap`);
      yield { path, message: text, fix: [{ op: 'set', path, value: 'Forbid' }] };
    }
    const deadline = field(spec, 'startingDeadlineSeconds');
    if (typeof deadline !== 'number' || deadline < SHORTEST_DEADLINE) {
      const path = at('startingDeadlineSeconds');
      const text = message((show) =>
        deadline === undefined
          ? 'there is no startingDeadlineSeconds'
          : `startingDeadlineSeconds is ${show(deadline)}; ${SHORTEST_DEADLINE} or more is wanted`,
      );
      yield { path, message: text, fix: [{ op: 'set', path, value: DEADLINE }] };
    }
    for (const name of historyLimits) {
      const limit = historyLimitOf(spec, name);
      if (typeof limit === 'number' && limit >= 0 && limit <= maxHistory) continue;
      const path = at(name);
      const text = message((show) => `${name} is ${show(limit)}; 0 to ${maxHistory} is wanted`);
      yield { path, message: text, fix: [{ op: 'set', path, value: keptByDefault[name] }] };
    }
  },
});
