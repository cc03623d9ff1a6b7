import { expect } from 'chai';
import fc from 'fast-check';
import { parseImage } from '../../src/policy/image.js';

const hex = 'ab12'.repeat(16);
const digest = `sha256:${hex}`;
const hub = (name: string, more = {}) => ({ registry: 'docker.io', repository: `library/${name}`, ...more });

describe('an image reference', () => {
  const read: Readonly<Record<string, unknown>> = {
    nginx: hub('nginx'),
    'nginx:1.29': hub('nginx', { tag: '1.29' }),
    'nginx:latest': hub('nginx', { tag: 'latest' }),
    latest: hub('latest'),
    [`nginx@${digest}`]: hub('nginx', { digest }),
    [`nginx:1@${digest}`]: hub('nginx', { tag: '1', digest }),
    'docker.io/nginx': hub('nginx'),
    'index.docker.io/nginx': hub('nginx'),
    'docker.io/library/nginx': hub('nginx'),
    'team/app': { registry: 'docker.io', repository: 'team/app' },
    'registry:443/app': { registry: 'registry:443', repository: 'app' },
    'registry:443/app:2': { registry: 'registry:443', repository: 'app', tag: '2' },
    'localhost/app': { registry: 'localhost', repository: 'app' },
    'Registry/app': { registry: 'Registry', repository: 'app' },
    '[2001:db8::1]:5000/app': { registry: '[2001:db8::1]:5000', repository: 'app' },
    'registry.example.com/a/b__c/d-e.f:V_1.0-x': {
      registry: 'registry.example.com',
      repository: 'a/b__c/d-e.f',
      tag: 'V_1.0-x',
    },
  };
  for (const [reference, parts] of Object.entries(read)) {
    it(`reads ${reference}`, () => {
      expect(parseImage(reference)).to.deep.equal(parts);
    });
  }

  const wrong = [
    '',
    ' nginx',
    'nginx ',
    'Nginx',
    'nginx:',
    ':1',
    'nginx:1:2',
    'nginx:-1',
    `nginx:${'x'.repeat(129)}`,
    'a//b',
    '/a',
    'a/',
    'a/Bad',
    'a/-b',
    'a/b_',
    'a/b___c',
    'a..b/c/d',
    'registry.example.com/',
    'registry.example.com:port/app',
    'nginx@',
    'nginx@sha256:abc',
    `nginx@sha256:${hex.toUpperCase()}`,
    `nginx@${digest}@${digest}`,
    `nginx@${digest}0`,
    'https://registry.example.com/app',
    'nginx\n',
    'x'.repeat(513),
  ];
  for (const reference of wrong) {
    it(`refuses ${JSON.stringify(reference.slice(0, 60))}`, () => {
      expect(parseImage(reference)).to.equal(undefined);
    });
  }

  it('refuses what is no text', () => {
    for (const value of [undefined, null, 5, {}, ['nginx']]) expect(parseImage(value)).to.equal(undefined);
  });

  it('reads back what is put together from valid parts', () => {
    const segment = fc.stringMatching(/^[a-z0-9]{1,8}([._-][a-z0-9]{1,4})?$/);
    const host = fc.stringMatching(/^[a-z]{1,8}\.[a-z]{2,3}(:[0-9]{2,4})?$/);
    const tag = fc.stringMatching(/^[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,10}$/);
    fc.assert(
      fc.property(
        host,
        fc.array(segment, { minLength: 2, maxLength: 4 }),
        tag,
        fc.boolean(),
        (registry, path, version, pinned) => {
          const repository = path.join('/');
          const parts = { registry, repository, tag: version, ...(pinned && { digest }) };
          expect(parseImage(`${registry}/${repository}:${version}${pinned ? `@${digest}` : ''}`)).to.deep.equal(parts);
        },
      ),
    );
  });

  it('answers at once, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-z0-9._:/@-]{0,80}$/)), (text) => {
        const image = parseImage(text);
        if (image !== undefined) expect(image.repository).not.to.equal('');
      }),
    );
    expect(parseImage(`${'a-'.repeat(250)}!`)).to.equal(undefined);
    expect(parseImage(`${'a.'.repeat(250)}/x`)).to.equal(undefined);
  });
});
