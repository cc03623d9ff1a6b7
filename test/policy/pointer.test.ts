import { expect } from 'chai';
import fc from 'fast-check';
import { fieldPath, pointer, segmentsOf } from '../../src/policy/pointer.js';

describe('a pointer', () => {
  it('escapes its segments', () => {
    expect(pointer('/metadata', 'labels', 'app.kubernetes.io/name')).to.equal(
      '/metadata/labels/app.kubernetes.io~1name',
    );
    expect(pointer('', 'a~b', 0)).to.equal('/a~0b/0');
  });

  it('is the whole object when it is empty', () => {
    expect(segmentsOf('')).to.deep.equal([]);
    expect(segmentsOf('/')).to.deep.equal(['']);
  });

  it('unescapes in the right order: ~01 is ~1 and not a slash', () => {
    expect(segmentsOf('/~01')).to.deep.equal(['~1']);
  });

  it('gives back the segments that it was made of', () => {
    const segment = fc.oneof(fc.string(), fc.stringMatching(/^[~/01]{0,6}$/));
    fc.assert(
      fc.property(fc.array(segment), (segments) => {
        expect(segmentsOf(pointer('', ...segments))).to.deep.equal(segments);
      }),
    );
  });

  it('is written for people as Kubernetes does', () => {
    expect(fieldPath('/spec/containers/0/image')).to.equal('spec.containers[0].image');
    expect(fieldPath('/metadata/labels/a~1b')).to.equal('metadata.labels[a/b]');
    expect(fieldPath('')).to.equal('');
  });
});
