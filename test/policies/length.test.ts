import { expect } from 'chai';
import { see, violationsOf } from '../../src/engine/evaluate.js';
import { withoutSources } from '../../src/engine/gather.js';
import { stringAt } from '../../src/policy/json.js';
import type { Violation } from '../../src/policy/policy.js';
import { newestKubernetes } from '../../src/policy/version.js';
import { inventory, judges } from './long-judges.js';
import { longObjects } from './long-objects.js';
import type { LongObject } from './long-objects.js';

const around = { now: 0, kubernetesVersion: newestKubernetes, facts: { ...withoutSources, inventory } };

/** What each policy says of an object as it is created and as it is updated, by its id: in characters. */
function lengthsOf({ make }: LongObject, count: number): ReadonlyMap<string, number> {
  const [object, previous] = [make(count, false), make(count, true)];
  const kind = stringAt(object, 'kind') ?? '';
  const [sight, before] = [see(object, kind), see(previous, kind)];
  return new Map(
    judges.map((one) => {
      const created = violationsOf(one, sight, around);
      const updated = violationsOf(one, sight, { ...around, previous: before });
      return [one.policy.meta.id, lengthOf([...created, ...updated])];
    }),
  );
}

/** Of text that many have, such as what a rule grants, there is one. Each has a place of its own. */
function lengthOf(violations: readonly Violation[]): number {
  const said = violations.flatMap(({ message, subject = '', remedy = '', fix = [] }) => [
    message,
    subject,
    remedy,
    ...fix.map((edit) => JSON.stringify(edit)),
  ]);
  return [...violations.map(({ path }) => path), ...new Set(said)].reduce((all, text) => all + text.length, 0);
}

/** So many items, and so many times as many: what grows with the square is 64 times as long. */
const FEW = 200;
const TIMES = 8;

/** Longer numbers make longer names, and a list that is looked at no closer than so far has fewer things wrong. */
const MOST = 1.5 * TIMES;
/** What is said of the object and not of its items, in characters. */
const ALWAYS = 5_000;

describe('the text of what is found', () => {
  for (const object of longObjects) {
    it(`grows with ${object.name}, and not with the square of it`, function () {
      this.timeout(60_000);
      const few = lengthsOf(object, FEW);
      const tooLong = [...lengthsOf(object, FEW * TIMES)].flatMap(([id, length]) => {
        const short = few.get(id) ?? 0;
        return length <= MOST * short + ALWAYS ? [] : [`${id}: ${short}, then ${length}`];
      });
      expect(tooLong).to.deep.equal([]);
    });
  }
});
