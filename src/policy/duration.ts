import { remember } from './remember.js';

const MILLISECONDS = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** Longer text is no duration that anybody writes; the bound keeps the regular expression short of work. */
const LONGEST = 64;

/** Reads a duration as Go writes it, such as 10s, 1m30s or 1.5h. Gives milliseconds, or undefined for what is none. */
export function parseDuration(text: unknown): number | undefined {
  return typeof text === 'string' && text.length <= LONGEST ? readDuration(text) : undefined;
}

const readDuration = remember((text): number | undefined => {
  if (text === '0') return 0;
  if (!/^(?:\d+(?:\.\d*)?(?:ns|us|µs|ms|s|m|h))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d*)?)(ns|us|µs|ms|s|m|h)/g)) {
    total += Number(amount) * MILLISECONDS[unit as keyof typeof MILLISECONDS];
  }
  return total;
});
