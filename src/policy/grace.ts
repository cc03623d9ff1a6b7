import type { Container } from './container.js';
import { dig, field } from './json.js';
import type { Json } from './json.js';
import type { PodSpec, Workload } from './workload.js';

/** What the API server fills in, in seconds. */
const DEFAULT_GRACE_PERIOD = 30;

/** The shells, and the command that does nothing but sleep, with the units that GNU's and busybox' take. */
const SHELL = /^(?:\/bin\/)?(?:sh|bash)$/;
const SLEEP_LINE = /^(?:\/bin\/|\/usr\/bin\/)?sleep +(\d{1,6}(?:\.\d{1,6})?)([smhd]?)$/;
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** The seconds between the signal to stop and the kill, or undefined for what is no number, which nobody can judge. */
export function gracePeriodOf(spec: PodSpec): number | undefined {
  const seconds = field(spec, 'terminationGracePeriodSeconds') ?? DEFAULT_GRACE_PERIOD;
  return typeof seconds === 'number' ? seconds : undefined;
}

/**
 * The seconds of the longest preStop sleep. Init containers are over when a pod stops, and ephemeral ones have no hooks; only app
 * containers and sidecars sleep.
 */
export function longestSleepOf({ containers }: Workload): number {
  const sleepers = containers.filter(({ class: its }) => its === 'app' || its === 'sidecar');
  return sleepers.reduce((longest, container) => Math.max(longest, preStopSleepOf(container)), 0);
}

/**
 * The seconds that the container's preStop hook sleeps: the native action, or a command that is a sleep and nothing else
 * (`sleep 5`, `sh -c "sleep 5s"`). Any other hook takes a time that nobody can read off it, and counts as none.
 */
function preStopSleepOf(container: Container): number {
  const hook = dig(container.raw, 'lifecycle', 'preStop');
  const seconds = dig(hook, 'sleep', 'seconds');
  if (typeof seconds === 'number') return Math.max(0, Math.ceil(seconds));
  return sleepOf(dig(hook, 'exec', 'command'));
}

function sleepOf(command: Json | undefined): number {
  if (!Array.isArray(command)) return 0;
  const [program, argument, script, ...more] = (command as readonly Json[]).map((part) =>
    typeof part === 'string' ? part : '',
  );
  if (program === undefined || argument === undefined || more.length > 0) return 0;
  if (script === undefined) return secondsOf(`${program} ${argument}`);
  return SHELL.test(program) && argument === '-c' ? secondsOf(script.trim()) : 0;
}

/** Whole seconds, because a grace period has no others; 0 for any line that is no sleep. */
function secondsOf(line: string): number {
  const [, time = '0', unit = ''] = SLEEP_LINE.exec(line) ?? [];
  return Math.ceil(Number(time) * (SECONDS[unit] ?? 1));
}
