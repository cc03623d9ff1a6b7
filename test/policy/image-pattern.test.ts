import { expect } from 'chai';
import { isAmongImages, matchesImage } from '../../src/policy/image-pattern.js';
import { parseImage } from '../../src/policy/image.js';

const DIGEST = `sha256:${'0a'.repeat(32)}`;

function matches(pattern: string, reference: string): boolean {
  const image = parseImage(reference);
  if (image === undefined) throw new Error(`${reference} is no reference`);
  return matchesImage(pattern, image);
}

describe('image patterns', () => {
  const meant: readonly (readonly [pattern: string, reference: string])[] = [
    ['*', `registry.example.com/a/b:1@${DIGEST}`],
    ['registry.example.com/*', 'registry.example.com/a/b:1'],
    ['registry.example.com/team/*', `registry.example.com/team/a@${DIGEST}`],
    ['registry.example.com:5000/app', 'registry.example.com:5000/app:1.4'],
    ['nginx', 'docker.io/library/nginx:1.27'],
    ['team/*', 'docker.io/team/app'],
    ['*/pause', 'registry.k8s.io/pause:3.10'],
    ['registry.k8s.io/pause:3.*', 'registry.k8s.io/pause:3.10'],
    [`registry.example.com/app:*@${DIGEST}`, `registry.example.com/app:1@${DIGEST}`],
    ['registry.example.com/*/app*', 'registry.example.com/a/app/app2'],
  ];
  for (const [pattern, reference] of meant) {
    it(`means ${reference} by ${pattern}`, () => {
      expect(matches(pattern, reference)).to.equal(true);
    });
  }

  const others: readonly (readonly [pattern: string, reference: string])[] = [
    ['registry.example.com/*', 'registry.example.com.evil.com/a'],
    ['registry.example.com/team/*', 'registry.example.com/teams/a'],
    ['registry.example.com/app', 'registry.example.com/app2'],
    ['registry.example.com/*', 'evil.com/registry.example.com/a'],
    ['nginx', 'registry.example.com/nginx'],
    ['registry.k8s.io/pause:3.*', 'registry.k8s.io/pause:4.1'],
    ['registry.k8s.io/pause:*', 'registry.k8s.io/pause'],
    ['registry.example.com/a*a', 'registry.example.com/a'],
  ];
  for (const [pattern, reference] of others) {
    it(`does not mean ${reference} by ${pattern}`, () => {
      expect(matches(pattern, reference)).to.equal(false);
    });
  }

  it('mean a reference together as soon as one of them does', () => {
    expect(isAmongImages('registry.k8s.io/pause:3.10', ['nginx', 'registry.k8s.io/*'])).to.equal(true);
    expect(isAmongImages('quay.io/a:1', ['nginx', 'registry.k8s.io/*'])).to.equal(false);
    expect(isAmongImages('quay.io/a:1', [])).to.equal(false);
  });

  it('mean nothing that is no reference', () => {
    expect(isAmongImages('Not A Reference', ['*'])).to.equal(false);
    expect(isAmongImages(undefined, ['*'])).to.equal(false);
  });
});
