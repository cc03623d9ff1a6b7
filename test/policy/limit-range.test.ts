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
    this.timeout(5_000);
    const place = around([range(9_000)]);
    const isRequested = (resource: string): boolean => {
      const fact = requestedByDefault(resource, place);
      return fact.known && fact.value;
    };
    const asked = Array.from({ length: 4_000 }, (_, index) => index);
    expect(asked.filter((index) => isRequested(`r${index}`))).to.have.length(4_000);
    expect(asked.filter((index) => isRequested(`other${index}`))).to.have.length(0);
  });

  it('is read anew when LimitRanges have changed', () => {
    expect(requestedByDefault('r1', around([range(2)]))).to.deep.equal({ known: true, value: true });
    expect(requestedByDefault('r1', around([range(1)]))).to.deep.equal({ known: true, value: false });
  });

  const given = (resources: Json | undefined, ...items: readonly JsonObject[]): Json | undefined => {
    const object = pod({ containers: [{ name: 'a', ...(resources !== undefined && { resources }) }] });
    const ranges = items.map((item) => ({ spec: { limits: [{ type: 'Container', ...item }] } }));
    const edits = editsOfLimitRanges(viewWorkload(object, 'Pod')?.containers ?? [], ranges);
    const mended = applyEdits(object, edits, { overwrite: true }).object;
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

  it('is ephemeral storage too, which every container uses', () => {
    const amounts = { 'ephemeral-storage': '1Gi' };
    expect(given({}, { default: amounts })).to.deep.equal({ limits: amounts, requests: amounts });
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

  it('is no device that a container has nothing to do with', () => {
    const item = { default: { cpu: '1', 'example.com/gpu': '1', 'example.com/fpga': '1' } };
    const cpu = { limits: { cpu: '1' }, requests: { cpu: '1' } };
    expect(given({}, item)).to.deep.equal(cpu);
    expect(given({}, { default: { 'example.com/gpu': '1' } })).to.deep.equal({});
    expect(given({ requests: { 'example.com/gpu': '1' } }, item)).to.deep.equal({
      limits: { ...cpu.limits, 'example.com/gpu': '1' },
      requests: { 'example.com/gpu': '1', ...cpu.requests },
    });
  });

  it('is given to thousands of containers by LimitRanges of thousands of resources at little cost', function () {
    this.timeout(10_000);
    const resources = { requests: { cpu: '1', r7: '1' } };
    const containers = Array.from({ length: 3_000 }, (_, index) => ({ name: `c${index}`, resources }));
    const view = viewWorkload(pod({ containers }), 'Pod');
    const edits = editsOfLimitRanges(view?.containers ?? [], [range(9_000)]);
    expect(edits).to.have.length(3_000);
    expect(edits[0]).to.deep.include({ value: { ...resources, limits: { r7: 1 } } });
  });

  it('reaches no prototype by the name of a resource', () => {
    const odd = JSON.parse('{"__proto__": "1"}') as JsonObject;
    expect(given({ requests: odd }, { default: odd })).to.deep.equal({ requests: odd, limits: odd });
    expect(Object.prototype).not.to.have.property('1');
  });

  it('is nothing for ephemeral containers, which have no resources', () => {
    const object = pod({ containers: [], ephemeralContainers: [{ name: 'debug' }] });
    const containers = viewWorkload(object, 'Pod')?.containers ?? [];
    const ranges = [{ spec: { limits: [{ type: 'Container', default: { cpu: 1 } }] } }];
    expect(containers).to.have.length(1);
    expect(editsOfLimitRanges(containers, ranges)).to.deep.equal([]);
  });
});
