import { gracePeriodOf } from '../src/policy/grace.js';
import { withoutLinger } from '../src/policy/linger.js';
import { pointer } from '../src/policy/pointer.js';
import { definePolicy } from '../src/policy/policy.js';
import type { OtherSettings } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import { isAtLeast } from '../src/policy/version.js';
import { workloads } from '../src/policy/workload.js';
import type { Workload } from '../src/policy/workload.js';

/** The minor release of Kubernetes 1 in which the sleep action works without a feature gate being set. */
const SLEEP_SINCE = 30;

export default definePolicy({
  meta: {
    id: 'require-prestop-hook',
    title: 'Containers that serve must linger before they stop',
    description:
      'A pod is told to stop at the moment at which the routers are told to forget it, so for some seconds requests still arrive. A ' +
      'preStop hook lets the container answer them. Demanded of app containers that declare ports, in workloads that run until stopped. ' +
      'Kinds of serving.knative.dev are passed over: Knative refuses the field, and drains by a proxy of its own.',
    category: 'availability',
    severity: 'medium',
    remedy: 'Add lifecycle.preStop with a sleep of a few seconds; the native sleep action needs no shell in the image.',
    references: [
      'https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/',
      'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination',
    ],
  },
  target: workloads,
  settings: {
    sleepSeconds: {
      type: 'integer',
      minimum: 1,
      maximum: 3600,
      default: 5,
      description: 'How long the added hook sleeps, where the grace period has room for it.',
    },
    drainSeconds: {
      type: 'integer',
      minimum: 1,
      maximum: 3600,
      default: 10,
      description:
        'What the grace period must leave after the added sleep; where require-graceful-termination demands more, that much.',
    },
  },
  injectable: true,
  *check(workload, { settings, settingsOf, kubernetesVersion }) {
    const containers = withoutLinger(workload);
    if (containers.length === 0) return;
    const drainSeconds = Math.max(settings.drainSeconds, drainDemanded(settingsOf('require-graceful-termination')));
    const seconds = Math.min(settings.sleepSeconds, roomAfter(drainSeconds, workload));
    const obstacle = isAtLeast(kubernetesVersion, SLEEP_SINCE) ? (seconds < 1 ? noRoom : undefined) : noSleepAction;
    for (const container of containers) {
      const path = container.at('lifecycle', 'preStop');
      const text = message((show) => `container ${show(container.name)} has no preStop hook${obstacle?.because ?? ''}`);
      yield obstacle
        ? { path, message: text, remedy: obstacle.remedy }
        : { path, message: text, fix: [{ op: 'set', path: pointer(path, 'sleep'), value: { seconds } }] };
    }
  },
});

/** What that policy wants to be left of the grace period, in seconds: it would find a longer sleep wrong. */
function drainDemanded(settings: OtherSettings | undefined): number {
  const seconds = settings?.['drainSeconds'];
  return typeof seconds === 'number' ? seconds : 0;
}

function roomAfter(drainSeconds: number, { spec }: Workload): number {
  return Math.floor((gracePeriodOf(spec) ?? 0) - drainSeconds);
}

/** Why a sleep cannot be added, and what to do instead. */
const noSleepAction = {
  because: '; its native sleep needs Kubernetes 1.30',
  remedy: 'Add lifecycle.preStop with an exec that sleeps: the native sleep action needs Kubernetes 1.30.',
};
const noRoom = {
  because: ', and the grace period has no room for one',
  remedy: 'Raise terminationGracePeriodSeconds, then add lifecycle.preStop with a sleep of a few seconds.',
};
