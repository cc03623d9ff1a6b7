import policy from '../../policies/require-cron-job-policy.js';
import { cronJob } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const sound = { concurrencyPolicy: 'Forbid', startingDeadlineSeconds: 60 };
const at = (name: string): string => `/spec/${name}`;

testPolicy(policy, {
  accepts: [
    { name: 'a policy and a deadline', object: cronJob({}, sound) },
    {
      name: 'what the API server fills in beside them',
      object: cronJob({}, { ...sound, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 }),
    },
    {
      name: 'a run that replaces the one before, and keeps nothing',
      object: cronJob(
        {},
        { ...sound, concurrencyPolicy: 'Replace', successfulJobsHistoryLimit: 0, failedJobsHistoryLimit: 10 },
      ),
    },
  ],
  rejects: [
    {
      name: 'a CronJob that says nothing',
      object: cronJob(),
      violations: [
        {
          path: at('concurrencyPolicy'),
          message: 'concurrencyPolicy is "Allow", so that runs may overlap',
          fix: [{ op: 'set', path: at('concurrencyPolicy'), value: 'Forbid' }],
        },
        {
          path: at('startingDeadlineSeconds'),
          message: 'there is no startingDeadlineSeconds',
          fix: [{ op: 'set', path: at('startingDeadlineSeconds'), value: 300 }],
        },
      ],
      mended: cronJob({}, { concurrencyPolicy: 'Forbid', startingDeadlineSeconds: 300 }),
    },
    {
      name: 'a word that is mis-cased, and a deadline that is over before anybody looks',
      object: cronJob({}, { concurrencyPolicy: 'forbid', startingDeadlineSeconds: 5 }),
      violations: [
        { path: at('concurrencyPolicy'), message: 'concurrencyPolicy is "forbid", so that runs may overlap' },
        { path: at('startingDeadlineSeconds'), message: 'startingDeadlineSeconds is 5; 10 or more is wanted' },
      ],
      mended: cronJob({}, { concurrencyPolicy: 'Forbid', startingDeadlineSeconds: 300 }),
    },
    {
      name: 'a long history',
      object: cronJob({}, { ...sound, successfulJobsHistoryLimit: 100, failedJobsHistoryLimit: -1 }),
      violations: [
        { path: at('successfulJobsHistoryLimit'), message: 'successfulJobsHistoryLimit is 100; 0 to 10 is wanted' },
        { path: at('failedJobsHistoryLimit'), message: 'failedJobsHistoryLimit is -1; 0 to 10 is wanted' },
      ],
      mended: cronJob({}, { ...sound, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 }),
    },
    {
      name: 'a history that is longer than the settings allow',
      object: cronJob({}, { ...sound, successfulJobsHistoryLimit: 5 }),
      settings: { maxHistory: 4 },
      violations: [
        { path: at('successfulJobsHistoryLimit'), message: 'successfulJobsHistoryLimit is 5; 0 to 4 is wanted' },
      ],
      mended: cronJob({}, { ...sound, successfulJobsHistoryLimit: 3 }),
    },
  ],
});
