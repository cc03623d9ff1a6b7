import { gracePeriodOf, longestSleepOf } from '../src/policy/grace.js';
import { withoutLinger } from '../src/policy/linger.js';
import { definePolicy } from '../src/policy/policy.js';
import type { OtherSettings } from '../src/policy/policy.js';
import { workloads } from '../src/policy/workload.js';
import type { Workload } from '../src/policy/workload.js';

export default definePolicy({
  meta: {
    id: 'require-graceful-termination',
    title: 'Pods must have time to finish what they do',
    description:
      'The grace period starts before the preStop hook: what the hook sleeps is lost for finishing requests and writes, and a period ' +
      'of 0 kills at once. It holds for Jobs too, and counts 30 s where none is set. Of preStop hooks, the native sleep is counted, ' +
      'and a command that is a sleep and nothing else. The fix leaves room for the sleep that require-prestop-hook demands, where that is in force.',
    category: 'availability',
    severity: 'medium',
    remedy: 'Raise terminationGracePeriodSeconds above the longest preStop sleep, with time left to drain.',
    references: ['https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination'],
  },
  target: workloads,
  settings: {
    drainSeconds: {
      type: 'integer',
      minimum: 1,
      maximum: 3600,
      default: 10,
      description: 'What the grace period must leave after the longest preStop sleep.',
    },
  },
  *check(workload, { settings, settingsOf }) {
    const sleep = longestSleepOf(workload);
    const wanted = sleep + settings.drainSeconds;
    const grace = gracePeriodOf(workload.spec);
    if (grace === undefined || grace >= wanted) return;
    const path = workload.at('terminationGracePeriodSeconds');
    const after = sleep > 0 ? ` after a preStop sleep of ${sleep} s` : '';
    const room = roomForHook(workload, settings.drainSeconds, settingsOf('require-prestop-hook'));
    yield {
      path,
      message: `the grace period of ${grace} s leaves less than ${settings.drainSeconds} s${after}`,
      fix: [{ op: 'set', path, value: Math.max(wanted, room) }],
    };
  },
});

/** The grace period in which the hook fits that the other policy demands: without room for it, that one could not be obeyed. */
function roomForHook(workload: Workload, drainSeconds: number, hook: OtherSettings | undefined): number {
  const sleep = hook?.['sleepSeconds'];
  const drain = hook?.['drainSeconds'];
  if (typeof sleep !== 'number' || typeof drain !== 'number' || withoutLinger(workload).length === 0) return 0;
  return sleep + Math.max(drain, drainSeconds);
}
