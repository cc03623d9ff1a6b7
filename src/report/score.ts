import type { Severity } from '../policy/facts.js';
import type { ReportedFinding } from './judged.js';

/** What an object loses, of 100, for breaking one policy that is enforced. All are even, so that half of each is whole. */
const weights: Readonly<Record<Severity, number>> = { critical: 40, high: 20, medium: 10, low: 4 };

/**
 * What an object loses, of 100: the weight of each policy that it breaks, once however often it breaks it, and half
 * of that where the policy only warns or records. Never more than all.
 */
export function lossOf(findings: readonly ReportedFinding[]): number {
  const losses = new Map<string, number>();
  for (const { policy, mode } of findings) {
    const weight = weights[policy.severity];
    const loss = mode === 'enforce' ? weight : weight / 2;
    losses.set(policy.id, Math.max(loss, losses.get(policy.id) ?? 0));
  }
  let sum = 0;
  for (const loss of losses.values()) sum += loss;
  return Math.min(sum, 100);
}

/** The average of what objects have left, rounded down, so that only a faultless lot has 100. No objects have no faults. */
export function scoreOf(objects: number, losses: number): number {
  return objects === 0 ? 100 : Math.floor((100 * objects - losses) / objects);
}
