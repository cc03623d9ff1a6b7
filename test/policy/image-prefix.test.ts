import { expect } from 'chai';
import { isUnder, parseImagePrefix } from '../../src/policy/image-prefix.js';
import { parseImage } from '../../src/policy/image.js';

const table: readonly (readonly [prefix: string, image: string, boolean])[] = [
  ['registry.example.com', 'registry.example.com/app:1', true],
  ['registry.example.com/', 'registry.example.com/team/app:1', true],
  ['registry.example.com', 'registry.example.com.evil.com/app:1', false],
  ['registry.example.com', 'evil.com/registry.example.com/app:1', false],
  ['registry.example.com', 'registry.example.com:5000/app', false],
  ['registry.example.com:5000', 'registry.example.com:5000/app', true],
  ['registry.example.com', 'registry.example.com:443/app', true],
  ['registry.example.com:443/', 'registry.example.com/app', true],
  ['Registry.example.com', 'registry.EXAMPLE.com/app', true],
  ['registry.example.com/team', 'registry.example.com/team/app', true],
  ['registry.example.com/team/', 'registry.example.com/team/sub/app', true],
  ['registry.example.com/team', 'registry.example.com/team-b/app', false],
  ['registry.example.com/team', 'registry.example.com/other/team/app', false],
  ['registry.example.com/team/app', 'registry.example.com/team/app@sha256:' + 'a'.repeat(64), true],
  ['registry.example.com/team/app', 'registry.example.com/team', false],
  ['docker.io', 'nginx:1', true],
  ['docker.io', 'bitnami/nginx:1', true],
  ['docker.io', 'index.docker.io/bitnami/nginx', true],
  ['index.docker.io/library', 'nginx:1', true],
  ['docker.io', 'docker.io.evil.com/nginx', false],
  ['docker.io/library', 'nginx:1', true],
  ['docker.io/library/', 'bitnami/nginx', false],
  ['nginx', 'nginx:1', true],
  ['nginx', 'nginx/nginx-ingress', false],
  ['bitnami/', 'bitnami/nginx', true],
  ['bitnami/', 'bitnami-b/nginx', false],
  ['bitnami', 'bitnami/nginx', false],
  ['localhost', 'localhost/app', true],
  ['localhost:5000/', 'localhost:5000/app', true],
];

describe('a prefix of images', () => {
  for (const [prefix, image, expected] of table) {
    it(`${prefix} ${expected ? 'has' : 'has not'} ${image.slice(0, 60)} under it`, () => {
      const parsed = parseImage(image);
      expect(parsed).not.to.equal(undefined);
      expect(parsed !== undefined && isUnder(prefix, parsed)).to.equal(expected);
    });
  }

  it('is no pattern, no address, and names no tag', () => {
    for (const text of [
      '',
      '/',
      '*',
      'registry.example.com/*',
      'https://registry.example.com',
      'a b',
      'app/x:1',
      '//',
      'Team/App/',
    ]) {
      expect(parseImagePrefix(text), text).to.equal(undefined);
    }
    expect(parseImagePrefix(`registry.example.com/app@sha256:${'a'.repeat(64)}`)).to.equal(undefined);
  });
});
