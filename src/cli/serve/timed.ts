import type { Policy } from '../../policy/policy.js';

/** Told how long a policy took to judge one object, in milliseconds. */
type Judged = (policy: string, milliseconds: number) => void;

/** The same policies with a stopwatch around each check: the engine itself knows no clock. */
export function withTimes(policies: readonly Policy[], judged: Judged): readonly Policy[] {
  return policies.map((policy) => ({
    ...policy,
    check: (view, context) => {
      const start = performance.now();
      const violations = [...policy.check(view, context)];
      judged(policy.meta.id, performance.now() - start);
      return violations;
    },
  }));
}
