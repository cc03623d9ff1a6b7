import { withoutLinger } from '../src/policy/linger.js';
import { pointer } from '../src/policy/pointer.js';
import { definePolicy } from '../src/policy/policy.js';
import type { OtherSettings } from '../src/policy/policy.js';
import { preStopSleepFor } from '../src/policy/pre-stop-sleep.js';
import { message } from '../src/policy/quote.js';
import { workloads } from '../src/policy/workload.js';

export default definePolicy({
  meta: {
    id: 'require-prestop-hook',
    title: 'Containers that serve must linger before they stop',
    description:
      'A pod is told to stop at the moment at which the routers are told to forget it, so for some seconds requests still arrive. A ' +
      'preStop hook lets the container answer them.',
    details: [
      'Demanded of app containers that declare ports, in workloads that run until stopped.',
      'Any handler will do, an exec that sleeps as well as one that has the program drain; an empty preStop is none.',
      'The fix adds the native sleep, which Kubernetes has from 1.30 on, and makes it shorter where the grace period has less room ' +
        'beside drainSeconds, here and in require-graceful-termination. Where it has none, nothing is added.',
      'Kinds of serving.knative.dev are passed over: Knative refuses the field, and drains by a proxy of its own.',
    ],
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
    const { sleepSeconds } = settings;
    const drainSeconds = Math.max(settings.drainSeconds, drainDemanded(settingsOf('require-graceful-termination')));
    const sleep = preStopSleepFor(workload, { sleepSeconds, drainSeconds }, kubernetesVersion);
    const because = typeof sleep === 'number' ? '' : sleep.because;
    for (const container of containers) {
      const path = container.at('lifecycle', 'preStop');
      const text = message((show) => `container ${show(container.name)} has no preStop hook${because}`);
      yield typeof sleep === 'number'
        ? { path, message: text, fix: [{ op: 'set', path: pointer(path, 'sleep'), value: { seconds: sleep } }] }
        : { path, message: text, remedy: sleep.remedy };
    }
  },
});

/** What that policy wants to be left of the grace period, in seconds: it would find a longer sleep wrong. */
function drainDemanded(settings: OtherSettings | undefined): number {
  const seconds = settings?.['drainSeconds'];
  return typeof seconds === 'number' ? seconds : 0;
}
