import { expect } from 'chai';
import type { JsonObject } from '../../src/policy/json.js';
import { newImagesOf } from '../../src/policy/named-image.js';
import { viewWorkload } from '../../src/policy/workload.js';
import type { Workload } from '../../src/policy/workload.js';
import { container, pod } from '../builders.js';

function view(spec: JsonObject): Workload {
  const workload = viewWorkload(pod(spec), 'Pod');
  if (workload === undefined) throw new Error('a Pod is a workload');
  return workload;
}

/** What has to be judged in a Pod with this spec, as an update of another where that is given. */
function judged(spec: JsonObject, before?: JsonObject): readonly (readonly unknown[])[] {
  const previous = before === undefined ? undefined : view(before);
  return [...newImagesOf(view(spec), { previous, isManifest: false })].map(({ path, image }) => [path, image]);
}

describe('the images that have to be judged', () => {
  const one = container({ image: 'one:1' });
  const two = container({ name: 'two', image: 'two:1' });

  it('are all of an object that is new, those of its volumes too', () => {
    const volume = { name: 'model', image: { reference: 'models/small:3' } };
    expect(judged({ containers: [one, two], volumes: [volume] })).to.deep.equal([
      ['/spec/containers/0/image', 'one:1'],
      ['/spec/containers/1/image', 'two:1'],
      ['/spec/volumes/0/image/reference', 'models/small:3'],
    ]);
  });

  it('are those that an update changes, wherever the others now stand', () => {
    expect(judged({ containers: [two, { ...one, image: 'one:2' }] }, { containers: [one, two] })).to.deep.equal([
      ['/spec/containers/1/image', 'one:2'],
    ]);
    expect(judged({ containers: [two, one] }, { containers: [one, two] })).to.deep.equal([]);
  });

  it('are those that another container had before', () => {
    expect(judged({ containers: [{ ...two, image: 'one:1' }] }, { containers: [one] })).to.deep.equal([
      ['/spec/containers/0/image', 'one:1'],
    ]);
  });
});
