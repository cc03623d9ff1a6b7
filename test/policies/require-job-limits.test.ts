import policy from '../../policies/require-job-limits.js';
import { cronJob, job } from '../builders.js';
import type { JsonObject } from '../../src/policy/json.js';
import { testPolicy } from '../policy-tester.js';

const limits = { backoffLimit: 2, ttlSecondsAfterFinished: 600 };
const unlimited = {
  path: '/spec/backoffLimit',
  message: 'the job has neither activeDeadlineSeconds nor a backoffLimit of its own',
};
const unending = { path: '/spec/ttlSecondsAfterFinished', message: 'the job stays for ever once it has finished' };
const owned = (object: JsonObject): JsonObject => ({
  ...object,
  metadata: { name: 'web', ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name: 'web', uid: 'a' }] },
});

/** A CronJob whose Jobs have this spec beside their template. */
function cronJobWith(jobSpec: JsonObject, podSpec: JsonObject = {}): JsonObject {
  const template = job(podSpec)['spec'] as JsonObject;
  return cronJob({}, { jobTemplate: { spec: { ...template, ...jobSpec } } });
}

testPolicy(policy, {
  accepts: [
    { name: 'limits', object: job({}, limits) },
    {
      name: 'a deadline instead of a limit',
      object: job(
        { restartPolicy: 'OnFailure' },
        { activeDeadlineSeconds: 60, backoffLimit: 6, ttlSecondsAfterFinished: 0 },
      ),
    },
    { name: 'no trial more', object: job({}, { ...limits, backoffLimit: 0 }) },
    {
      name: 'a limit for each index, beside what the API server fills in',
      object: job({}, { ...limits, backoffLimit: 2147483647, backoffLimitPerIndex: 1 }),
    },
    { name: 'the Jobs of a CronJob, which clears them away', object: cronJobWith({ backoffLimit: 2 }) },
    { name: 'a Job that a CronJob made', object: owned(job({}, { backoffLimit: 2 })) },
  ],
  rejects: [
    {
      name: 'a Job without limits',
      object: job(),
      violations: [
        { ...unlimited, fix: [{ op: 'set', path: unlimited.path, value: 3 }] },
        { ...unending, fix: [{ op: 'set', path: unending.path, value: 86_400 }] },
      ],
      mended: job({}, { backoffLimit: 3, ttlSecondsAfterFinished: 86_400 }),
    },
    {
      name: 'the limit that the API server fills in, as if nobody had written it',
      object: job({}, { ...limits, backoffLimit: 6 }),
      violations: [unlimited],
      mended: job({}, { ...limits, backoffLimit: 3 }),
    },
    {
      name: 'limits of null, and the Jobs of a CronJob alike',
      object: cronJobWith({ backoffLimit: null, activeDeadlineSeconds: null }),
      violations: [{ ...unlimited, path: '/spec/jobTemplate/spec/backoffLimit' }],
      mended: cronJobWith({ backoffLimit: 3, activeDeadlineSeconds: null }),
    },
    {
      name: 'pods without a restart policy',
      object: job({ restartPolicy: null }, limits),
      violations: [
        {
          path: '/spec/template/spec/restartPolicy',
          message: 'the pods of the job have no restartPolicy; OnFailure or Never is wanted',
        },
      ],
      mended: job({ restartPolicy: 'OnFailure' }, limits),
    },
    {
      name: 'pods that are always restarted, beside a policy for failures that allows only Never',
      object: cronJobWith({ backoffLimit: 1, podFailurePolicy: { rules: [] } }, { restartPolicy: 'Always' }),
      violations: [
        {
          path: '/spec/jobTemplate/spec/template/spec/restartPolicy',
          message: 'the pods of the job have the restartPolicy "Always"; OnFailure or Never is wanted',
        },
      ],
      mended: cronJobWith({ backoffLimit: 1, podFailurePolicy: { rules: [] } }, { restartPolicy: 'Never' }),
    },
    {
      name: 'a restart policy that the settings do not allow, where no other is possible',
      object: job({ restartPolicy: 'Never' }, { ...limits, podFailurePolicy: { rules: [] } }),
      settings: { restartPolicy: ['OnFailure'] },
      violations: [
        {
          path: '/spec/template/spec/restartPolicy',
          message: 'the pods of the job have the restartPolicy "Never"; OnFailure is wanted',
        },
      ],
    },
  ],
});
