import { expect } from 'chai';
import { definePolicy } from '../src/policy/policy.js';
import type { Policy, Violation } from '../src/policy/policy.js';
import { workloads } from '../src/policy/workload.js';
import type { Workload } from '../src/policy/workload.js';
import { pod } from './builders.js';
import { judge, obeysLaws, testPolicy } from './policy-tester.js';
import type { Rejection } from './policy-tester.js';

const path = '/spec/hostname';
const set = (value: string) => [{ op: 'set' as const, path, value }];

/** A policy that wants the host name to be good, and is then spoilt in one way. */
function policyThat(check: (workload: Workload) => Iterable<Violation>, injectable?: true): Policy {
  return definePolicy({
    meta: {
      id: 'require-good-hostname',
      title: 'A hostname must be good',
      description: 'It is for a test.',
      category: 'governance',
      severity: 'low',
      remedy: 'Set it.',
      references: [],
    },
    target: workloads,
    settings: {},
    ...(injectable && { injectable }),
    check,
  });
}

function judged(policy: Policy, mended?: Rejection['mended']): () => void {
  const one: Rejection = { name: 'x', object: pod(), violations: [], ...(mended && { mended }) };
  return () => {
    obeysLaws(policy, one, judge(policy, one));
  };
}

const isGood = ({ spec }: Workload): boolean => spec['hostname'] === 'good';
const good = policyThat(function* (workload) {
  if (!isGood(workload)) yield { path, message: 'no good hostname', fix: set('good') };
}, true);

describe('the policy tester', () => {
  it('lets a sound policy pass', () => {
    judged(good, pod({ hostname: 'good' }))();
  });

  it('demands the mended object wherever there is a fix', () => {
    expect(judged(good)).to.throw('the object mended');
  });

  it('catches a fix that does not mend', () => {
    const useless = policyThat(function* (workload) {
      if (!isGood(workload)) yield { path, message: 'no good hostname', fix: set('bad') };
    });
    expect(judged(useless, pod({ hostname: 'bad' }))).to.throw('what is left after a fix');
  });

  it('catches a fix that brings something new', () => {
    const trading = policyThat(function* (workload) {
      if (isGood(workload)) yield { path: '/spec/subdomain', message: 'no subdomain' };
      else yield { path, message: 'no good hostname', fix: set('good') };
    });
    expect(judged(trading, pod({ hostname: 'good' }))).to.throw('superset');
  });

  it('catches an injection that never ends', () => {
    const growing = policyThat(function* ({ spec }) {
      const name = `x-${Object.keys(spec).length}`;
      yield { path: `/spec/${name}`, message: 'too few fields', fix: [{ op: 'set', path: `/spec/${name}`, value: 1 }] };
    }, true);
    expect(judged(growing, pod({ 'x-1': 1 }))).to.throw();
  });

  it('catches a path that points past a list', () => {
    const lost = policyThat(function* () {
      yield { path: '/spec/containers/7/image', message: 'no image' };
    });
    expect(judged(lost)).to.throw('/spec/containers/7/image');
  });

  it('catches a check that writes to the object', () => {
    const writing = policyThat(function* ({ spec }) {
      (spec as Record<string, unknown>)['hostname'] = 'good';
      yield { path, message: 'no good hostname' };
    });
    const violations = judge(writing, { name: 'x', object: pod() });
    expect(violations[0]?.message).to.include('TypeError');
  });

  it('catches a check that is not the same twice', () => {
    let calls = 0;
    const moody = policyThat(function* () {
      calls += 1;
      yield { path, message: `no good hostname, for the ${calls}. time` };
    });
    expect(judged(moody)).to.throw('the same input gives the same bytes');
  });

  for (const message of ['Capital', 'ends with a full stop.', 'two\nlines', 'x'.repeat(121), '']) {
    it(`catches the message ${JSON.stringify(message.slice(0, 30))}`, () => {
      const talking = policyThat(function* () {
        yield { path, message };
      });
      expect(judged(talking)).to.throw();
    });
  }

  it('refuses two cases of one name', () => {
    const twice = { name: 'twice', object: pod() };
    const declare = (): void => {
      testPolicy(good, { accepts: [twice], rejects: [{ ...twice, violations: [] }] });
    };
    expect(declare).to.throw('two cases are named "twice"');
  });
});
