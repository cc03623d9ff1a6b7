import { expect } from 'chai';
import { isLiteralSecret } from '../../src/policy/secret-value.js';
import { timed } from '../timed.js';

const harmlessValues = [
  '',
  ' ',
  'true',
  'No',
  '0',
  '$(DB_PASSWORD)',
  '${DB_PASSWORD}',
  '"${DB_PASSWORD}"',
  '$DB_PASSWORD',
  '{{ .Values.password }}',
  'Bearer $(TOKEN)',
  '$(USER):$(PASSWORD)',
  '<password>',
  '********',
  '/run/secrets/db-password',
  'file:///etc/shop/token',
  'vault:secret/data/shop#password',
  'arn:aws:secretsmanager:eu-central-1:1:secret:shop',
  'arn:aws-cn:kms:cn-north-1:1:alias/shop',
  'arn:aws:iam::1:role/shop',
  'alias/my-key',
  'projects/shop/locations/eu/keyRings/shop/cryptoKeys/db',
  'https://shop.vault.azure.net/keys/db/1',
  'projects/shop/secrets/db-login/versions/latest',
  '/app/creds.json',
  '/Shop/Login.p12',
  'conf/creds.yaml',
  'file:/token',
  'C:\\ProgramData\\shop\\creds.json',
  '/app/creds',
  '/srv/db-login/',
  './creds',
  '~/.aws/credentials',
  '$HOME/.aws/credentials',
  '${HOME}/.aws/credentials',
  '$(HOME)/.aws/credentials',
  'secret/data/shop',
  'kv/shop',
  '-----BEGIN CERTIFICATE-----\nMIIE',
  'ssh-ed25519 AAAAC3Nz shop@example.com',
  '$__file{/etc/shop/password}',
  '$__env{DB_PASSWORD}',
  '$__vault{kv/data/shop:password}',
  '$oidc.okta.clientSecret',
  '$shop-login:oidc.auth0.clientSecret',
  'ENC(tAl1/5hips+==)',
  '{cipher}f3a9c2e17b604d58',
  '@Microsoft.KeyVault(SecretUri=https://shop.vault.azure.net/secrets/db/)',
  '%DB_PASS%',
  '%env(DB_PASSWORD)%',
  '#{DB_PASS}',
  '#{DB_PASS}#',
  'env:DB_PASS',
  '$env:DB_PASS',
  'shop-db@azurekeyvault',
  'shop-db@azurekeyvault?password',
  'REDACTED',
  'id_ed25519',
  '[redacted]',
  '???',
  '[]',
  'y',
];

const literalValues = [
  'tall-ships',
  '123456',
  'changeme',
  'ships@azure',
  'tall ships@azurekeyvault',
  '[ships]',
  'n1',
  'pre$(X)',
  '/+8a/bC',
  '/tallships',
  '/Tall/Ships',
  '/wJalrXUtn/K7MDENGbPxRfiCY',
  '/ta11sh1ps4me/x',
  `/a/${'b'.repeat(32)}`,
  '/a//b',
  '$HOME/Ships',
  'tall/ships',
  'projects/secrets/ships',
  'ships.tall',
  'ssh-rsa',
  '30',
  '30s',
  '99%',
  '0 * * * *',
  'arn:aws:kms: x',
  '$Tall.5hips',
  '$ta11.5h1ps!',
  '$shop:ships',
  'ENC(tall) ships',
  '{tall}ships',
  '%tall%ships',
  '%tall%',
  '#tall{ships}',
  '@tall(ships)',
  'env:tall-ships',
  'alias/tall ships',
  'https://ships.example.com/vault.azure.net/keys',
];

/** What the patterns for stores begin with, and for what is encrypted. */
const newer = [
  '>>vault:',
  '{vault://',
  'aws',
  'awskms://',
  '${a:-${',
  '${a:-${b}}',
  '$$',
  'ENC[',
  '![',
  '((',
  '{env.',
  '@{a:',
  'SECRET[',
  '{#secrets.',
];

describe('a value under a name that says secret', () => {
  it('is no switch, no reference, no file and no gap', () => {
    for (const value of harmlessValues) expect(isLiteralSecret(value), value).to.equal(false);
    for (const value of literalValues) expect(isLiteralSecret(value), value).to.equal(true);
  });

  timed('is told from references in one way of reading them', () => {
    const start = performance.now();
    // Each piece more would treble the time, were an underscore of a name also one between names.
    expect(isLiteralSecret(`${'$a__'.repeat(18)}!`)).to.equal(true);
    expect(performance.now() - start).to.be.lessThan(1_000);
    expect(isLiteralSecret('$a__$b_-$c')).to.equal(false);
  });

  timed('is compared in a time that grows with it and not with its square', function () {
    this.timeout(5_000);
    for (const piece of [
      '$__env{',
      '$__env{a}',
      '$a.',
      '$a:',
      'a.',
      '%s',
      '%A%',
      '#{',
      '{cipher}',
      'ENC(',
      'env:a',
      ...newer,
    ]) {
      for (const start of ['', '$', '{cipher}', '%env(', 'ENC(', ...newer]) {
        isLiteralSecret(`${start}${piece.repeat(Math.ceil(250_000 / piece.length))}!`);
      }
    }
  });
});
