import { expect } from 'chai';
import { policies } from '../../policies/index.js';
import { isUntouched } from '../../src/admission/same.js';
import { decide } from '../../src/engine/decide.js';
import { toPatch } from '../../src/engine/edit.js';
import { see, violationsOf } from '../../src/engine/evaluate.js';
import type { Circumstances } from '../../src/engine/evaluate.js';
import { withoutSources } from '../../src/engine/gather.js';
import { createInspect } from '../../src/engine/inspect.js';
import { stringAt } from '../../src/policy/json.js';
import { newestKubernetes } from '../../src/policy/version.js';
import { inventory, judges } from './long-judges.js';
import { longObjects } from './long-objects.js';
import type { LongObject } from './long-objects.js';
import { timed } from '../timed.js';

const all = { name: 'all', policies: new Map(judges.map((judge) => [judge.policy.meta.id, judge])) };
const inspect = createInspect({
  policies,
  profiles: new Map([['all', all]]),
  ceiling: 'enforce',
  ownedPods: 'warn',
  kubernetesVersion: newestKubernetes,
  inventory,
});
const optIn = { enforce: 'all', inject: 'all' };
const subject = { kind: 'Any', name: 'web', profile: 'all' };

/** What each policy took, by its id, and what else a review consists of: in milliseconds. */
type Times = ReadonlyMap<string, number>;

/**
 * A stopwatch that gives the lesser of two times in milliseconds: on the clock, other processes are counted in, and among what the
 * processor did for this one, what V8 does beside it to collect garbage.
 */
function startStopwatch(): () => number {
  const [cpu, clock] = [process.cpuUsage(), performance.now()];
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return Math.min((user + system) / 1000, performance.now() - clock);
  };
}

/** Judges an object as it is created, and as an update of another that is as long. */
async function judge({ make }: LongObject, count: number): Promise<Times> {
  const [object, previous, same] = [make(count, false), make(count, true), make(count, false)];
  const kind = stringAt(object, 'kind') ?? '';
  const times = new Map<string, number>();
  let elapsed = startStopwatch();
  const lap = (name: string): void => {
    times.set(name, elapsed());
    elapsed = startStopwatch();
  };
  const around: Circumstances = {
    now: 0,
    kubernetesVersion: newestKubernetes,
    facts: { ...withoutSources, inventory },
  };
  const [sight, before] = [see(object, kind), see(previous, kind)];
  for (const one of judges) {
    violationsOf(one, sight, around);
    violationsOf(one, sight, { ...around, previous: before });
    lap(one.policy.meta.id);
  }
  const created = await inspect(object, kind, { optIn, now: 0, injectPods: true });
  const updated = await inspect(object, kind, { optIn, now: 0, previous });
  lap('the whole judgement');
  for (const inspection of [created, updated]) decide(inspection, subject);
  lap('the verdict');
  toPatch(object, created.object);
  lap('the patch');
  isUntouched(object, same);
  lap('the comparison');
  return times;
}

/** So many items, and so many times as many: what grows with the square takes 64 times as long. */
const FEW = 300;
const TIMES = 8;

/** The collection of garbage makes more objects dearer, and caches are small: that is not the square. */
const MOST = 2.5 * TIMES;
/** So little is not measured well, in milliseconds. */
const NOISE = 10;
/** A part that seems to take too long is measured so many times: the least time is what it takes. */
const ROUNDS = 8;

function least(one: Times, other: Times): Times {
  return new Map([...other].map(([name, time]) => [name, Math.min(time, one.get(name) ?? Infinity)]));
}

describe('the time that a review takes', () => {
  for (const object of longObjects) {
    timed(`grows with ${object.name}, and not with the square of it`, async function () {
      this.timeout(60_000);
      let few: Times = new Map();
      let many: Times = new Map();
      let tooLong: readonly string[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        for (let warm = 0; warm < 2; warm++) few = least(few, await judge(object, FEW));
        many = least(many, await judge(object, FEW * TIMES));
        tooLong = [...many].flatMap(([name, time]) => {
          const short = few.get(name) ?? 0;
          return time <= MOST * short + NOISE ? [] : [`${name}: ${short.toFixed(2)} ms, then ${time.toFixed(0)} ms`];
        });
        if (tooLong.length === 0) break;
      }
      expect(tooLong).to.deep.equal([]);
    });
  }
});
