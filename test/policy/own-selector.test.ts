import { expect } from 'chai';
import { stringAt } from '../../src/policy/json.js';
import type { JsonObject } from '../../src/policy/json.js';
import { ownSelectorOf } from '../../src/policy/own-selector.js';
import { viewWorkload } from '../../src/policy/workload.js';
import { deployment, job, pod, rollout } from '../builders.js';

/** The keys that the selector of an object asks for, or what is wrong with it. */
function askedBy(object: JsonObject): readonly string[] | string {
  const workload = viewWorkload(object, stringAt(object, 'kind') ?? '');
  if (workload === undefined) throw new Error('the object is a workload');
  const asked = ownSelectorOf(workload);
  return 'words' in asked ? asked.words(String) : asked.map(({ key }) => key);
}

const select = (selector: JsonObject | null, more: JsonObject = {}): JsonObject => ({
  ...deployment({}, { selector }),
  ...more,
});
const plainly = { apiVersion: 'v1', kind: 'ReplicationController' };
const UNREADABLE = 'the selector is none that the API server accepts';

describe('the selector of a controller', () => {
  it('asks for labels by both of its lists', () => {
    const matchExpressions = [{ key: 'tier', operator: 'Exists' }];
    expect(askedBy(select({ matchLabels: { app: 'web' }, matchExpressions }))).to.deep.equal(['app', 'tier']);
  });

  it('is a plain map where kinds are older than expressions, and may be left out there', () => {
    expect(askedBy(select({ app: 'web' }, plainly))).to.deep.equal(['app']);
    expect(askedBy(select({}, plainly))).to.deep.equal([]);
    expect(askedBy(select(null, plainly))).to.deep.equal([]);
    expect(askedBy(select({ app: 1 }, plainly))).to.equal(UNREADABLE);
  });

  it('has to be there and to ask for something elsewhere, but in versions that filled it in', () => {
    expect(askedBy(select(null))).to.equal('there is no selector');
    expect(askedBy(select({}))).to.equal('the selector asks for no label at all');
    expect(askedBy(select({ matchLabels: 'app=web' }))).to.equal(UNREADABLE);
    expect(askedBy(select(null, { apiVersion: 'extensions/v1beta1' }))).to.deep.equal([]);
  });

  it('is that of a Job only where the Job brings one of its own', () => {
    const selector = { matchLabels: { batch: 'night' } };
    expect(askedBy(job({}, { selector }))).to.deep.equal([]);
    expect(askedBy(job({}, { selector, manualSelector: true }))).to.deep.equal(['batch']);
  });

  it('is none to judge in Pods and in custom resources', () => {
    expect(askedBy(pod())).to.deep.equal([]);
    expect(askedBy(rollout())).to.deep.equal([]);
  });
});
