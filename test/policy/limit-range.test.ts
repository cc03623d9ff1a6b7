import { expect } from 'chai';
import { requestedByDefault } from '../../src/policy/limit-range.js';
import type { Around } from '../../src/policy/around.js';
import type { JsonObject } from '../../src/policy/json.js';

const range = (count: number): JsonObject => ({
  spec: { limits: Array.from({ length: count }, (_, index) => ({ type: 'Container', max: { [`r${index}`]: 1 } })) },
});
const around = (ranges: readonly JsonObject[]): Around => ({
  facts: {
    images: () => ({ known: false, reason: 'nobody asks' }),
    schema: { known: false, reason: 'nobody asks' },
    inventory: () => ({ known: true, value: ranges }),
  },
  namespace: 'shop',
  injected: (workload) => workload,
});

describe('what LimitRanges give', () => {
  it('is told of thousands of resources without a search through thousands of items for each', function () {
    this.timeout(2_000);
    const place = around([range(9_000)]);
    for (let index = 0; index < 4_000; index++) {
      expect(requestedByDefault(`r${index}`, place)).to.deep.equal({ known: true, value: true });
      expect(requestedByDefault(`other${index}`, place)).to.deep.equal({ known: true, value: false });
    }
  });

  it('is read anew when LimitRanges have changed', () => {
    expect(requestedByDefault('r1', around([range(2)]))).to.deep.equal({ known: true, value: true });
    expect(requestedByDefault('r1', around([range(1)]))).to.deep.equal({ known: true, value: false });
  });
});
