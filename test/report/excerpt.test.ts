import { expect } from 'chai';
import { excerptOf } from '../../src/report/excerpt.js';

interface Example {
  readonly kind?: string;
  readonly policy?: string;
  readonly path?: string;
  readonly text: string;
  readonly column?: number;
}

function excerpt({
  kind = 'Deployment',
  policy = 'require-x',
  path = '/spec',
  text,
  column = 1,
}: Example): string | undefined {
  return excerptOf({ kind, policy, path }, { text, column });
}

describe('the excerpt of a line', () => {
  const shown: readonly (readonly [name: string, example: Example, text: string])[] = [
    ['has no indentation and no space at its end', { text: '        - name: web  ', column: 11 }, '- name: web'],
    ['shows brackets', { text: 'resources: {limits: {memory: 1Gi}}' }, 'resources: {limits: {memory: 1Gi}}'],
    [
      'shows a key whose name only sounds like a free one',
      { text: '  environment: prod # data' },
      'environment: prod # data',
    ],
    ['replaces what a terminal would obey', { text: 'image: \u001b[31mred\tx\u009b' }, 'image: \uFFFD[31mred x\uFFFD'],
    ['is cut where it is too long', { text: `image: ${'x'.repeat(200)}` }, `image: ${'x'.repeat(83)}…`],
    [
      'begins shortly before a place far to the right',
      { text: `{${'a: 1, '.repeat(30)}image: nginx}`, column: 182 },
      '…, a: 1, a: 1, a: 1, image: nginx}',
    ],
  ];
  for (const [name, example, text] of shown) {
    it(name, () => {
      expect(excerpt(example)).to.equal(text);
    });
  }

  const hidden: readonly (readonly [name: string, example: Example])[] = [
    ['a Secret', { kind: 'Secret', path: '/metadata/name', text: 'name: db' }],
    ['a policy that looks for secrets', { policy: 'disallow-secrets-in-environment', text: 'foo: hunter2' }],
    ['the value of an environment variable', { path: '/spec/containers/0/env/3/value', text: 'hunter2' }],
    ['what an environment is taken from', { path: '/spec/containers/0/envFrom', text: 'envFrom: hunter2' }],
    ['such an environment in brackets', { text: '- {name: web, envFrom: hunter2}' }],
    ['the data of a ConfigMap', { kind: 'ConfigMap', path: '/data/dsn', text: 'dsn: hunter2' }],
    ['the arguments of a container', { path: '/spec/containers/0/args/1', text: '- hunter2' }],
    ['an annotation', { path: '/metadata/annotations/a~1b', text: 'a/b: hunter2' }],
    ['an environment in brackets', { text: '- {name: web, env: [{name: PIN, value: hunter2}]}' }],
    ['an environment in JSON', { text: '{"name":"web","env":[{"name":"PIN"}]}' }],
    ['a value in brackets', { text: '- {name: PIN, value: hunter2}' }],
    ['a name that says secret', { text: '- {image: web, dbPassword: hunter2}' }],
    ['a secret by its looks', { text: 'image: https://me:hunter2@registry.example.com/web' }],
    ['a line that nobody reads', { text: `image: ${'x'.repeat(2_000)}` }],
    ['nothing', { text: '   ' }],
  ];
  for (const [name, example] of hidden) {
    it(`never shows ${name}`, () => {
      expect(excerpt(example)).to.equal(undefined);
    });
  }
});
