import { expect } from 'chai';
import { isMarked, volumesMarkedBy } from '../../src/policy/backup-mark.js';

const LISTS = 'backup.velero.io/backup-volumes';

describe('a mark that says that there is a backup', () => {
  it('is a label or an annotation with one of the keys', () => {
    expect(isMarked({ labels: { backup: 'daily' } }, ['other', 'backup'])).to.equal(true);
    expect(isMarked({ annotations: { backup: '' } }, ['backup'])).to.equal(true);
    expect(isMarked({ annotations: { another: 'daily' } }, ['backup'])).to.equal(false);
    expect(isMarked(undefined, ['backup'])).to.equal(false);
  });

  it('is none where it says false, or is no text', () => {
    expect(isMarked({ labels: { backup: 'False' } }, ['backup'])).to.equal(false);
    expect(isMarked({ labels: { backup: true } }, ['backup'])).to.equal(false);
    expect(isMarked({ labels: { backup: 'false' }, annotations: { backup: 'daily' } }, ['backup'])).to.equal(true);
  });

  it('is on a pod about the volumes that it lists, where Velero reads it', () => {
    const isMarkedByPod = volumesMarkedBy({ annotations: { [LISTS]: 'data, logs' } }, [LISTS]);
    expect(['data', 'logs', 'cache'].map(isMarkedByPod)).to.deep.equal([true, true, false]);
  });

  it('is on a pod about all of its volumes elsewhere', () => {
    const metadata = { annotations: { [LISTS]: 'data' }, labels: { backup: 'daily' } };
    expect(volumesMarkedBy(metadata, [LISTS, 'backup'])('cache')).to.equal(true);
    expect(volumesMarkedBy({}, [LISTS, 'backup'])('cache')).to.equal(false);
  });
});
