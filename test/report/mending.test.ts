import { expect } from 'chai';
import type { Operation } from 'fast-json-patch';
import { sayFix } from '../../src/report/mending.js';

const containers = '/spec/template/spec/containers';

describe('a fix in words', () => {
  const cases: readonly (readonly [name: string, fix: readonly Operation[], text: string, container?: string])[] = [
    ['names a field and its value', [{ op: 'add', path: '/spec/replicas', value: 2 }], 'set spec.replicas to 2'],
    ['names a value that replaces another', [{ op: 'replace', path: '/spec/a', value: false }], 'set spec.a to false'],
    [
      'leaves out the way to a container that the message has named',
      [{ op: 'add', path: `${containers}/0/resources`, value: { limits: { memory: '256Mi' } } }],
      'set resources.limits.memory to 256Mi',
      'web',
    ],
    [
      'keeps the way to a container that is not named',
      [{ op: 'add', path: `${containers}/0/tty`, value: true }],
      'set spec.template.spec.containers[0].tty to true',
    ],
    [
      'opens maps, and says set once',
      [{ op: 'add', path: '/spec/r', value: { limits: { cpu: 1 }, requests: { cpu: '100m' } } }],
      'set spec.r.limits.cpu to 1, spec.r.requests.cpu to 100m',
    ],
    [
      'counts many fields',
      [{ op: 'add', path: '/spec', value: { a: 1, b: 2, c: 3, d: 4, e: 5 } }],
      'set spec.a to 1, spec.b to 2, 3 fields more',
    ],
    ['removes', [{ op: 'remove', path: '/spec/hostPID' }], 'remove spec.hostPID'],
    [
      'says what it adds to a list',
      [{ op: 'add', path: `${containers}/0/securityContext/capabilities/drop/1`, value: 'ALL' }],
      'add ALL to securityContext.capabilities.drop',
      'web',
    ],
    ['writes lists and nothing', [{ op: 'add', path: '/a', value: { b: ['ALL', 1], c: {}, d: '' } }], 'set a.b to [ALL,1], a.c to {}, a.d to ""'], // prettier-ignore
    ['names the field alone of a long value', [{ op: 'add', path: '/a', value: 'x'.repeat(41) }], 'set a'],
    ['names the field alone of a list of maps', [{ op: 'add', path: '/a', value: [{ b: 1 }] }], 'set a'],
    ['names a label as Kubernetes does', [{ op: 'add', path: '/metadata/labels/a.b~1c', value: 'd' }], 'set metadata.labels[a.b/c] to d'], // prettier-ignore
    ['shows control characters instead of obeying them', [{ op: 'add', path: '/a', value: '\u001b[2J' }], 'set a to \uFFFD[2J'], // prettier-ignore
  ];
  for (const [name, fix, text, container] of cases) {
    it(name, () => {
      expect(sayFix({ fix, ...(container !== undefined && { container }) })).to.equal(text);
    });
  }

  it('is nothing without a fix', () => {
    expect(sayFix({})).to.equal(undefined);
  });
});
