import { expect } from 'chai';
import { shortImage, shownImage } from '../../src/policy/shown-image.js';

const DIGEST = `sha256:${'0'.repeat(64)}`;

describe('an image in a message', () => {
  it('shows no password and no token of an address', () => {
    expect(shownImage('https://me:tall-ships@x/y:1')).to.equal('https://me:…@x/y:1');
    expect(shownImage('me:tall-ships@registry.example.com:5000/y')).to.equal('me:…@registry.example.com:5000/y');
    expect(shownImage('https://me:tall/sh@ips:x@x/y:1')).to.equal('https://me:…@x/y:1');
    expect(shownImage('https://tall-ships@x/y')).to.equal('https://…@x/y');
    expect(shownImage('https://:tall-ships@x/y')).to.equal('https://:…@x/y');
  });

  it('shows a cut digest with its password taken out', () => {
    expect(shownImage('https://me:tall-ships@x/y@sha256:abc')).to.equal('https://me:…@x/y@sha256:abc');
  });

  it('is shown as it is where there is no password to hide', () => {
    const images = [
      'nginx',
      'nginx@1.29',
      'nginx@sha256:abc',
      'nginx:1.29 ',
      'nginx:1.29@sha256:abc',
      `registry.example.com:5000/a:1@${DIGEST}`,
    ];
    for (const image of images) expect(shownImage(image)).to.equal(image);
  });
});

describe('an image in few characters', () => {
  const show = (value: unknown): string => `<${String(value)}>`;

  it('has so much of its digest that two of one list can be told apart', () => {
    expect(shortImage(`a:1@${DIGEST}`, show)).to.equal('<a:1> (sha256:0000…)');
    expect(shortImage(`a@${DIGEST}`, show)).to.equal('<a> (sha256:0000…)');
  });

  it('is shown whole where it has no digest, without the password of an address', () => {
    expect(shortImage('nginx:1.29', show)).to.equal('<nginx:1.29>');
    expect(shortImage('https://me:tall-ships@x/y:1', show)).to.equal('<https://me:…@x/y:1>');
    expect(shortImage(undefined, show)).to.equal('<undefined>');
  });
});
