import policy from '../../policies/require-job-limits.js';
import { container, cronJob, job } from '../builders.js';
import type { JsonObject } from '../../src/policy/json.js';
import { testPolicy } from '../policy-tester.js';
import type { Rejection } from '../policy-tester.js';

const limits = { backoffLimit: 2, ttlSecondsAfterFinished: 600 };
const unlimited = {
  path: '/spec/backoffLimit',
  message: 'the job has neither activeDeadlineSeconds nor a backoffLimit of its own',
  remedy: 'Set activeDeadlineSeconds, or backoffLimit to another number than the 6 that the API server fills in.',
};
const filledIn = {
  path: '/spec/backoffLimit',
  message: 'backoffLimit is 6, as the API server fills it in; another number or activeDeadlineSeconds is wanted',
  remedy: unlimited.remedy,
};
const unending = {
  path: '/spec/ttlSecondsAfterFinished',
  message: 'the job stays for ever once it has finished',
  remedy: 'Set ttlSecondsAfterFinished.',
};
const owned = (object: JsonObject): JsonObject => ({
  ...object,
  metadata: { name: 'web', ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name: 'web', uid: 'a' }] },
});

/** A Job with these annotations that has limits, but for the time that it is kept. */
function hook(annotations: JsonObject, metadata: JsonObject = {}): JsonObject {
  return { ...job({}, { backoffLimit: 2 }), metadata: { name: 'migrate', annotations, ...metadata } };
}

/** That it is kept for ever, of a hook. */
function rejectedHook(name: string, object: JsonObject): Rejection {
  const mended = { ...object, spec: { ...(object['spec'] as JsonObject), ttlSecondsAfterFinished: 86_400 } };
  return { name, object, violations: [unending], mended };
}

const HELM = 'helm.sh/hook';
const ARGO = 'argocd.argoproj.io/hook';

const resized = (field: 'containers' | 'initContainers', restartPolicy: string): JsonObject => ({
  restartPolicy: 'OnFailure',
  [field]: [container({ resizePolicy: [{ resourceName: 'memory', restartPolicy }] })],
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
    {
      name: 'a hook of Helm that goes when it has succeeded',
      object: hook({ [HELM]: 'pre-upgrade', [`${HELM}-delete-policy`]: 'before-hook-creation, Hook-Succeeded' }),
    },
    {
      name: 'a hook of Helm that the next release replaces',
      object: hook({ [HELM]: 'pre-upgrade', [`${HELM}-delete-policy`]: 'before-hook-creation' }),
    },
    { name: 'a hook of Helm without a policy, which is replaced', object: hook({ [HELM]: 'post-install' }) },
    {
      name: 'a hook of Argo CD that goes when it has succeeded',
      object: hook({ [ARGO]: 'PreSync', [`${ARGO}-delete-policy`]: 'HookSucceeded' }, { generateName: 'migrate-' }),
    },
    {
      name: 'a hook of Argo CD that the next sync replaces',
      object: hook({ [ARGO]: 'PreSync', [`${ARGO}-delete-policy`]: 'HookFailed,BeforeHookCreation' }),
    },
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
      name: 'a deadline that stands in the template',
      object: job({ activeDeadlineSeconds: 60 }, { ttlSecondsAfterFinished: 60 }),
      violations: [
        {
          ...unlimited,
          remedy:
            'Set activeDeadlineSeconds of the job itself, or backoffLimit to another number than the 6 that the API server fills in: ' +
            'in the template it bounds one pod, and the next begins anew.',
        },
      ],
      mended: job({ activeDeadlineSeconds: 60 }, { backoffLimit: 3, ttlSecondsAfterFinished: 60 }),
    },
    {
      name: 'the limit that the API server fills in, as if nobody had written it',
      object: job({}, { ...limits, backoffLimit: 6 }),
      violations: [{ ...filledIn, fix: [{ op: 'set', path: filledIn.path, value: 3 }] }],
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
          remedy: 'Set restartPolicy to OnFailure or Never.',
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
          remedy:
            'Set restartPolicy to OnFailure, and take away what rules it out: a podFailurePolicy, or a resizePolicy that restarts.',
        },
      ],
    },
    {
      name: 'a limit that is none, as if there were none',
      object: job({}, { ...limits, backoffLimit: -1 }),
      violations: [unlimited],
      mended: job({}, { ...limits, backoffLimit: 3 }),
    },
    rejectedHook(
      'a hook of Helm that goes only when it has failed',
      hook({ [HELM]: 'pre-upgrade', [`${HELM}-delete-policy`]: 'hook-failed' }),
    ),
    rejectedHook(
      'a hook of Argo CD with another name each time, which nothing replaces',
      hook({ [ARGO]: 'PreSync' }, { generateName: 'migrate-' }),
    ),
    rejectedHook(
      'a Job that is no hook, whatever it says about its deletion',
      hook({ [ARGO]: 'Skip', [`${HELM}-delete-policy`]: 'hook-succeeded' }),
    ),
    ...(['containers', 'initContainers'] as const).map((field) => ({
      name: `pods beside a policy for failures whose ${field} may not have Never, as a resize restarts them`,
      object: cronJobWith(
        { backoffLimit: 1, podFailurePolicy: { rules: [] } },
        { ...resized(field, 'RestartContainer'), restartPolicy: 'Always' },
      ),
      violations: [
        {
          path: '/spec/jobTemplate/spec/template/spec/restartPolicy',
          message: 'the pods of the job have the restartPolicy "Always"; OnFailure or Never is wanted',
        },
      ],
    })),
    {
      name: 'a restart policy for which the first that is allowed is not possible',
      object: job({ ...resized('containers', 'RestartContainer'), restartPolicy: 'Always' }, limits),
      settings: { restartPolicy: ['Never', 'OnFailure'] },
      violations: [
        {
          path: '/spec/template/spec/restartPolicy',
          message: 'the pods of the job have the restartPolicy "Always"; Never or OnFailure is wanted',
        },
      ],
      mended: job(resized('containers', 'RestartContainer'), limits),
    },
    {
      name: 'a restart policy that only Never may replace, where a resize restarts nothing',
      object: job(resized('containers', 'NotRequired'), limits),
      settings: { restartPolicy: ['Never'] },
      violations: [
        {
          path: '/spec/template/spec/restartPolicy',
          message: 'the pods of the job have the restartPolicy "OnFailure"; Never is wanted',
        },
      ],
      mended: job({ ...resized('containers', 'NotRequired'), restartPolicy: 'Never' }, limits),
    },
  ],
});
