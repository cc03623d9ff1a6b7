import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { policies } from '../../../policies/index.js';
import { caveats } from '../../../src/cli/fix/caveats.js';
import { mendText } from '../../../src/cli/fix/mend-text.js';
import type { JsonObject } from '../../../src/policy/json.js';
import type { Policy } from '../../../src/policy/policy.js';
import { courtOf } from './court.js';

/** Policies whose fixes no running program can notice, and why. */
const harmless: Readonly<Record<string, string>> = {
  'require-graceful-termination':
    'a grace period is only ever made longer, and a program that ends sooner waits for nothing',
  'require-prestop-hook': 'the program runs some seconds longer, and keeps the time that it had to end',
  'require-topology-spread': 'the scheduler prefers to spread, and never keeps a pod from running',
};

/** Whether it writes something into its own bad example. */
async function mends(policy: Policy): Promise<boolean> {
  const folder = `test/fixtures/policies/${policy.meta.id}`;
  const beside = `${folder}/settings.json`;
  const settings = existsSync(beside) ? (JSON.parse(readFileSync(beside, 'utf8')) as JsonObject) : undefined;
  const bad = readFileSync(`${folder}/bad.yaml`, 'utf8');
  return (await mendText(bad, courtOf([policy], settings))).text !== bad;
}

describe('the caveats of fixes', () => {
  it('are there for every policy whose fix a program may notice, and for no other', async () => {
    const fixing: string[] = [];
    for (const policy of policies) if (await mends(policy)) fixing.push(policy.meta.id);
    expect(fixing.sort()).to.deep.equal([...Object.keys(caveats), ...Object.keys(harmless)].sort());
  });

  it('know every policy that speaks of a fix in its code', () => {
    const speaking = policies.filter(({ meta }) => /\bfix: \[/.test(readFileSync(`policies/${meta.id}.ts`, 'utf8')));
    expect({ ...caveats, ...harmless }).to.include.all.keys(speaking.map(({ meta }) => meta.id));
  });
});
