import { expect } from 'chai';
import { hasSecretWebToken, hasWebToken } from '../../src/policy/secret-web-token.js';
import { secretUnder } from '../../src/policy/secret.js';
import { timed } from '../timed.js';

// Put together here, so that nobody who looks for secrets in this repository finds one.
const token = ['k'.repeat(17), 'l'.repeat(30)].map((part) => `eyJ${part}.`).join('') + 'm'.repeat(43);
const claiming = (role: string): string => {
  const parts = [{ alg: 'HS256' }, { iss: 'supabase', role }].map((part) => btoa(JSON.stringify(part)));
  return `${parts.join('.').replaceAll('=', '')}.${'m'.repeat(43)}`;
};

/** What every browser gets, by the name before it or by what it claims. */
const shown = [
  `const SUPABASE_ANON_KEY = "${token}";`,
  `export const anonKey: string = '${token}'`,
  `{"url":"https://shop.example.com","supabaseAnonKey":"${token}"}`,
  JSON.stringify(JSON.stringify({ supabaseAnonKey: token })),
  `supabase:\n  anonKey: >-\n    ${token}\n`,
  `- name: SUPABASE_ANON_KEY\n  value: ${token}\n`,
  `serve --anon-key=${token}`,
  `createClient("https://shop.example.com", "${claiming('anon')}")`,
];

/** The same with another name or claim, or with another token beside it. */
const kept = [
  token,
  `const SERVICE_KEY = "${token}";`,
  `public static final String KEY = "${token}";`,
  `{"supabaseAnonKey":"","serviceKey":"${token}"}`,
  `anonKey: ${token}\nserviceKey: ${token}\n`,
  `createClient("https://shop.example.com", "${claiming('service_role')}")`,
  `anon="${claiming('anon')}" service="${claiming('service_role')}"`,
];

describe('a JSON Web Token in a text', () => {
  it('is no secret where its name or its claims say that every browser gets it', () => {
    for (const text of shown) {
      expect(secretUnder('config.js', text), text).to.equal(undefined);
      expect(hasWebToken(text), text).to.equal(true);
      expect(hasSecretWebToken('config.js', text), text).to.equal(false);
    }
  });

  it('is one otherwise, be it the last of several', () => {
    for (const text of kept) expect(secretUnder('config.js', text), text).to.equal('a JSON Web Token');
  });

  it('is one under a name that says so', () => {
    expect(secretUnder('SHOP_TOKEN', claiming('anon'))).to.equal('a secret');
  });

  timed('is looked for in a time that grows with the text and not with its square', function () {
    this.timeout(5_000);
    for (const piece of [
      `anon=${token} `,
      `${' '.repeat(160)}anon ${token} `,
      `${'a.'.repeat(80)}anon=${token};`,
      'a:"',
    ]) {
      hasSecretWebToken('anon', piece.repeat(Math.ceil(1_000_000 / piece.length)));
    }
  });
});
