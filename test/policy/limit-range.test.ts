import { expect } from 'chai';
import { applyEdits } from '../../src/engine/edit.js';
import { editsOfLimitRanges, requestedByDefault } from '../../src/policy/limit-range.js';
import type { Around } from '../../src/policy/around.js';
import { arrayAt, dig } from '../../src/policy/json.js';
import type { Json, JsonObject } from '../../src/policy/json.js';
import { newestKubernetes } from '../../src/policy/version.js';
import { viewWorkload } from '../../src/policy/workload.js';
import { pod } from '../builders.js';
import { timed } from '../timed.js';

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
  kubernetesVersion: newestKubernetes,
  injected: (workload) => workload,
});

describe('what LimitRanges give', () => {
  timed('is told of thousands of resources without a search through thousands of items for each', function () {
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

  const given = (resources: Json | undefined, ...items: readonly JsonObject[]): Json | undefined => {
    const object = pod({ containers: [{ name: 'a', ...(resources !== undefined && { resources }) }] });
    const ranges = items.map((item) => ({ spec: { limits: [{ type: 'Container', ...item }] } }));
    const edits = editsOfLimitRanges(viewWorkload(object, 'Pod')?.containers ?? [], ranges);
    const mended = applyEdits(object, edits, { overwrite: false }).object;
    return dig(arrayAt(dig(mended, 'spec'), 'containers')[0], 'resources');
  };

  it('goes to the limits and requests that a container lacks, and to no others', () => {
    const item = { default: { cpu: '300m', memory: '100Mi' }, defaultRequest: { cpu: '20m', memory: '50Mi' } };
    expect(given(undefined, item)).to.deep.equal({
      limits: { cpu: '300m', memory: '100Mi' },
      requests: { cpu: '20m', memory: '50Mi' },
    });
    expect(given({ requests: { cpu: '1' }, limits: null }, item)).to.deep.equal({
      requests: { cpu: '1', memory: '50Mi' },
      limits: { cpu: '300m', memory: '100Mi' },
    });
    // The API server has made the request of the limit before.
    expect(given({ limits: { memory: '1Gi' } }, item)).to.deep.equal({
      limits: { memory: '1Gi', cpu: '300m' },
      requests: { cpu: '20m' },
    });
  });

  it('is filled up from max, the default and min, as the API server stores it', () => {
    expect(given({}, { max: { memory: '1Gi' } })).to.deep.equal({
      limits: { memory: '1Gi' },
      requests: { memory: '1Gi' },
    });
    expect(given({}, { default: { memory: '1Gi' }, min: { cpu: '5m', memory: '1Mi' } })).to.deep.equal({
      limits: { memory: '1Gi' },
      requests: { memory: '1Gi', cpu: '5m' },
    });
  });

  it('is that of the first where several give the same, and nothing where an item is of another type', () => {
    const [one, other] = [{ default: { cpu: '1' } }, { default: { cpu: '2', memory: '1Gi' } }];
    expect(given({}, one, other)).to.deep.equal({
      limits: { cpu: '1', memory: '1Gi' },
      requests: { cpu: '1', memory: '1Gi' },
    });
    expect(given({}, { ...one, type: 'Pod' })).to.deep.equal({});
    expect(given('none', one)).to.equal('none');
  });

  it('is nothing for ephemeral containers, which have no resources', () => {
    const object = pod({ containers: [], ephemeralContainers: [{ name: 'debug' }] });
    const containers = viewWorkload(object, 'Pod')?.containers ?? [];
    const ranges = [{ spec: { limits: [{ type: 'Container', default: { cpu: 1 } }] } }];
    expect(containers).to.have.length(1);
    expect(editsOfLimitRanges(containers, ranges)).to.deep.equal([]);
  });
});
