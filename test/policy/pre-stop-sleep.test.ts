import { expect } from 'chai';
import type { JsonObject } from '../../src/policy/json.js';
import { preStopSleepFor } from '../../src/policy/pre-stop-sleep.js';
import { viewWorkload } from '../../src/policy/workload.js';
import { pod } from '../builders.js';

const wanted = { sleepSeconds: 5, drainSeconds: 10 };

/** The seconds of a sleep in a Pod with this spec, or why there can be none. */
function sleepIn(spec: JsonObject, minor = 37): number | string {
  const workload = viewWorkload(pod(spec), 'Pod');
  if (workload === undefined) throw new Error('a Pod is a workload');
  const sleep = preStopSleepFor(workload, wanted, { major: 1, minor });
  return typeof sleep === 'number' ? sleep : sleep.because;
}

describe('a sleep before a container is stopped', () => {
  it('is as long as is wanted, where there is room for it', () => {
    expect(sleepIn({})).to.equal(5);
    expect(sleepIn({ terminationGracePeriodSeconds: 15 })).to.equal(5);
  });

  it('is shorter where the time to drain leaves less, and a whole number', () => {
    expect(sleepIn({ terminationGracePeriodSeconds: 13 })).to.equal(3);
    expect(sleepIn({ terminationGracePeriodSeconds: 11.5 })).to.equal(1);
  });

  it('has no room in less than a second', () => {
    expect(sleepIn({ terminationGracePeriodSeconds: 10 })).to.equal(', and the grace period has no room for one');
  });

  it('has to be left to somebody else in a grace period that is no number', () => {
    expect(sleepIn({ terminationGracePeriodSeconds: '30' })).to.equal('');
    expect(sleepIn({ terminationGracePeriodSeconds: '${GRACE:=60}' })).to.equal('');
  });

  it('cannot be before Kubernetes 1.30', () => {
    expect(sleepIn({}, 30)).to.equal(5);
    expect(sleepIn({}, 29)).to.equal('; its native sleep needs Kubernetes 1.30');
  });
});
