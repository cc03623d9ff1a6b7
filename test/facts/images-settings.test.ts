import { expect } from 'chai';
import { checkImagesSettings, imagesSchema } from '../../src/facts/images-settings.js';
import type { ImagesSettings } from '../../src/facts/images-settings.js';
import { createAjv } from '../../src/engine/schema.js';
import { edwardsKeys, ellipticKeys } from './written.js';

const { publicKey } = ellipticKeys();
const images = ['registry.example.com/*'];
const isValid = createAjv().compile(imagesSchema);

describe('the images block of the configuration', () => {
  it('is filled with its defaults', () => {
    const block = { keys: [{ name: 'ci', publicKey, images }], receipts: [{ path: '/receipts' }] };
    expect(isValid(block)).to.equal(true);
    expect(block.receipts).to.deep.equal([{ path: '/receipts', unsigned: false }]);
    const empty = {};
    expect(isValid(empty)).to.equal(true);
    expect(empty).to.deep.equal({ keys: [], receipts: [] });
  });

  for (const [name, block] of Object.entries({
    'an unknown key': { reciepts: [] },
    'a key that is good for no image': { keys: [{ name: 'ci', publicKey, images: [] }] },
    'a pattern that no image can match': { keys: [{ name: 'ci', publicKey, images: ['Registry/UPPER case'] }] },
    'a source without a path': { receipts: [{ unsigned: true }] },
  })) {
    it(`is refused for ${name}`, () => {
      expect(isValid(block)).to.equal(false);
    });
  }

  it('is held to what a schema cannot say, all at once', () => {
    const settings: ImagesSettings = {
      keys: [
        { name: 'ci', publicKey, images },
        { name: 'ci', publicKey: edwardsKeys().publicKey, images },
        { name: 'neither', images },
        { name: 'both', publicKey, publicKeyFile: 'key.pem', images },
        { name: 'broken', publicKey: 'BEGIN', images },
        { name: 'curve', publicKey: ellipticKeys('P-384').publicKey, images },
        {
          name: 'private',
          publicKey: ellipticKeys().privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
          images,
        },
      ],
    };
    const problems = checkImagesSettings(settings);
    expect(problems.map(({ path }) => path)).to.deep.equal([
      '/keys/1/name',
      '/keys/2',
      '/keys/3',
      '/keys/4/publicKey',
      '/keys/5/publicKey',
      '/keys/6/publicKey',
    ]);
    expect(problems.map(({ message }) => message).join('\n'))
      .to.contain('another key is called "ci"')
      .and.contain('only ECDSA P-256 and Ed25519')
      .and.contain('this is a private key');
  });

  it('finds what is wrong with a key in a block of whatever shape', () => {
    const keys = [7, { name: 'a', publicKey: 'x', images: [] }, { name: 'a', publicKey: 7 }, { publicKey: '' }];
    expect(checkImagesSettings({ keys, receipts: [{ path: 3 }], other: 1 })).to.deep.equal([
      { path: '/keys/1/publicKey', message: 'this is no PEM block of a public key (BEGIN PUBLIC KEY)' },
      { path: '/keys/2/name', message: 'another key is called "a" too' },
    ]);
    expect(checkImagesSettings({ keys: 'a' })).to.deep.equal([]);
  });
});
