import { expect } from 'chai';
import { createEffort, NoVerdictError } from '../../src/engine/effort.js';
import { createInspect } from '../../src/engine/inspect.js';
import type { JsonObject } from '../../src/policy/json.js';
import { rulesFor, samplePod } from './sample-rules.js';

const optIn = { enforce: 'production' };
const containers = (count: number): JsonObject => ({
  ...samplePod(),
  spec: { containers: Array.from({ length: count }, (_, index) => ({ name: `c${index}` })) },
});

/** Why an object got no verdict; undefined when it got one. */
async function refusal(count: number, isOverdue?: () => boolean): Promise<string | undefined> {
  try {
    await createInspect(rulesFor())(containers(count), 'Pod', { optIn, now: 0, isOverdue });
    return undefined;
  } catch (error) {
    return error instanceof NoVerdictError ? error.code : String(error);
  }
}

describe('engine/effort', () => {
  it('ends with the time for an answer, amid the violations of one policy', async () => {
    expect(await refusal(2_000, () => true)).to.equal('late');
  });

  it('ends with the time for an answer after a few policies that find nothing', () => {
    const { judged } = createEffort(() => true);
    for (let policies = 0; policies < 15; policies++) judged();
    expect(judged).to.throw(NoVerdictError, 'no time left');
  });

  it('looks at the clock no more often than it has to', () => {
    let looks = 0;
    const { judged, found } = createEffort(() => {
      looks++;
      return false;
    });
    for (let policies = 0; policies < 48; policies++) judged();
    for (let violations = 0; violations < 5_000; violations++) found();
    expect(looks).to.equal(3 + 4);
  });

  it('ends where the violations would fill the memory', async () => {
    expect(await refusal(5_000, () => false)).to.equal(undefined);
    expect(await refusal(300_001, () => false)).to.equal('too-much');
  });

  it('is whatever it takes where nobody has a deadline', async () => {
    expect(await refusal(300_001)).to.equal(undefined);
  });
});
