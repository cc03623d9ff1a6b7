import { expect } from 'chai';
import { before as inTime, deadlineOf, overdueAfter } from '../../src/admission/deadline.js';

describe('the deadline of a review', () => {
  const cases: readonly (readonly [string | null, number])[] = [
    ['10s', 9500],
    ['5s', 4500],
    ['1s', 900],
    ['500ms', 450],
    ['1.5s', 1350],
    ['0m2s', 1800],
    ['1m30s', 29_500],
    [null, 9500],
    ['', 9500],
    ['0', 9500],
    ['0s', 9500],
    ['-5s', 9500],
    ['ten', 9500],
    ['10', 9500],
    ['1s1', 9500],
    ['9'.repeat(400) + 's', 9500],
  ];
  for (const [timeout, wait] of cases) {
    it(`lies ${wait} ms after a request with timeout=${String(timeout).slice(0, 12)}`, () => {
      expect(deadlineOf(timeout, 1_000_000)).to.equal(1_000_000 + wait);
    });
  }

  it('is over when it has passed, whatever took the time, but for a moment to judge by facts that took all of it', () => {
    const isOverdue = (passed: number): boolean =>
      overdueAfter({ now: 5_000, deadline: 6_000, clock: performance.now() - passed })();
    expect([0, 900, 1_010].map(isOverdue)).to.deep.equal([false, false, false]);
    expect([1_060, 60_000].map(isOverdue)).to.deep.equal([true, true]);
  });

  it('lets through what is there in time', async () => {
    expect(await inTime(1000, 0, Promise.resolve('x'))).to.equal('x');
  });

  it('ends the wait for what is not', async () => {
    const error: unknown = await inTime(20, 0, new Promise(() => undefined)).catch((reason: unknown) => reason);
    expect(error).to.be.an('error').with.property('message', 'the deadline of the review has passed');
  });
});
