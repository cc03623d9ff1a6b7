import { expect } from 'chai';
import { isLiteralSecret, saysSecret, secretIn } from '../../src/policy/secret.js';

const secretNames = (
  'PASSWORD password db.password DB_PASSWORD dbPassword DBPassword PGPASSWORD MYSQL_ROOT_PASSWORD PASSWORD_2 PASSWORD_PROD DB_PASS ' +
  'MYSQL_PWD TOKEN GITHUB_TOKEN accessToken ACCESSTOKEN CLIENT_SECRET clientsecret SECRET_KEY_BASE API_KEY apiKey APIKey api-key APIKEY ' +
  'AWS_SECRET_ACCESS_KEY SSH_PRIVATE_KEY ENCRYPTION_KEY CREDENTIALS PASSPHRASE URL_SIGNING_SECRET ' +
  'PASSWORD_HASH PASSWORD_OLD REFRESH_TOKEN REGEX_API_KEY ISSUER_TOKEN TOKEN_STRIPE SECRET_KEYS MESSAGE_ENCRYPTION_KEY SESSION_PASS'
).split(' ');
const harmlessNames = (
  'PWD OLD_PATH PASS_THROUGH TOKENIZER MAX_TOKENS OPENAI_MAX_TOKEN TOKEN_URL TOKEN_TTL PASSWORD_FILE PASSWORD_MIN_LENGTH SECRET_NAME ' +
  'API_KEY_HEADER PUBLIC_KEY KEY CACHE_KEY AWS_ACCESS_KEY_ID ALLOW_EMPTY_PASSWORD USE_TOKEN SECRETS_MANAGER_REGION COMPASS AUTHOR ' +
  'password-policy.yaml tokens KEYBOARD passwordRegex passwordPattern allowed_token_issuers TOKEN_AUDIENCES secretHosts tokenEndpoints ' +
  'SECRET_NAMES tokenUrls TOKEN_TTLS PASSWORD_EXPIRATION_DAYS TOKEN_ALGORITHMS SECRET_PROVIDERS password_encryption PASSWORD_HASH_ROUNDS ' +
  'PASSWORD_POLICIES TOKEN_ADDRESSES SECRETS_BACKEND passwordTemplate TOKEN_LIFESPAN secretClasses TOKEN_LOG_LEVEL'
).split(' ');

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
];

// Put together here, so that nobody who looks for secrets in this repository finds one.
const PRIVATE = 'PRIVATE';
const AKIA = 'AKIA';
const AIZA = 'AIza';
const ACCOUNT_KEY = 'AccountKey';
const GHP = 'ghp';
const giveaways: readonly (readonly [name: string, value: string, what: string])[] = [
  ['a PEM block', `-----BEGIN ${PRIVATE} KEY-----\nMIIE`, 'a private key'],
  ['a PEM block of RSA in one line', `x -----BEGIN RSA ${PRIVATE} KEY-----\\nMIIE`, 'a private key'],
  ['four dashes', `---- BEGIN SSH2 ENCRYPTED ${PRIVATE} KEY ----`, 'a private key'],
  ['two dashes', `--BEGIN OPENSSH ${PRIVATE} KEY--`, 'a private key'],
  ['no dash at all', `BEGIN EC ${PRIVATE} KEY`, 'a private key'],
  ['PGP', `-----BEGIN PGP ${PRIVATE} KEY BLOCK-----`, 'a private key'],
  ['a PEM block as base64', btoa(`-----BEGIN ${PRIVATE} KEY-----\nMIIE`), 'a private key'],
  ['one of OpenSSH as base64', btoa(`-----BEGIN OPENSSH ${PRIVATE} KEY-----\nb3Bl`), 'a private key'],
  ['an access key', `id=${AKIA}IOSFODNN7EXAMPLE`, 'a key of AWS'],
  ['a Google key', `${AIZA}${'b'.repeat(35)}`, 'a key of Google Cloud'],
  ['an account key', `AccountName=a;${ACCOUNT_KEY}=${'c'.repeat(86)}==`, 'a key of Azure'],
  ['a personal token', `${GHP}_${'d'.repeat(36)}`, 'a token of GitHub'],
  ['an address', 'postgres://shop:tall-ships@db:5432/shop', 'a connection with its password'],
  ['an address with a long scheme', `${'a'.repeat(40)}+tls://shop:tall-ships@db`, 'a connection with its password'],
  ['an address without a user', 'redis://:tall-ships@cache', 'a connection with its password'],
  ['a query', 'jdbc:mysql://db/shop?user=shop&password=tall-ships', 'a connection with its password'],
  ['a list', 'Server=db;User Id=shop;Password=tall-ships;', 'a connection with its password'],
  ['words', 'host=db user=shop password=tall-ships', 'a connection with its password'],
];

const innocent = [
  '-----BEGIN CERTIFICATE-----\nMIIE',
  '-----BEGIN PUBLIC KEY-----',
  'https://example.com/a:b@c',
  'postgres://shop@db/shop',
  'postgres://shop:$(DB_PASSWORD)@db/shop',
  'postgres://shop:${DB_PASSWORD}@db/shop',
  'Server=db;Password=${DB_PASSWORD}',
  'the password = what you choose',
  'AKIA',
  btoa('-----BEGIN CERTIFICATE-----\nMIIE'),
];

describe('what is a secret', () => {
  it('is said by a name', () => {
    for (const name of secretNames) expect(saysSecret(name), name).to.equal(true);
  });

  it('is not said by a name that speaks about one, or of something else', () => {
    for (const name of harmlessNames) expect(saysSecret(name), name).to.equal(false);
  });

  it('is no switch, no reference, no file and no gap', () => {
    for (const value of harmlessValues) expect(isLiteralSecret(value), value).to.equal(false);
    for (const value of ['tall-ships', '123456', 'changeme', 'pre$(X)', '/+8a/bC']) {
      expect(isLiteralSecret(value), value).to.equal(true);
    }
  });

  for (const [name, value, what] of giveaways) {
    it(`shows by its looks: ${name}`, () => {
      expect(secretIn(value)).to.equal(what);
    });
  }

  it('is not what only looks alike', () => {
    for (const value of innocent) expect(secretIn(value), value).to.equal(undefined);
  });

  it('is looked for in a time that grows with the text and not with its square', function () {
    this.timeout(5_000);
    for (const piece of ['a', 'a:', 'a://a:', '${', '$(a', 'password=', 'BEGIN A ', 'host=;pwd= ', '/a', 'A', 'eyJ-']) {
      const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
      secretIn(text);
      isLiteralSecret(text);
      saysSecret(text);
    }
  });

  it('is told from references in one way of reading them', () => {
    const start = performance.now();
    // Each piece more would treble the time, were an underscore of a name also one between names.
    expect(isLiteralSecret(`${'$a__'.repeat(18)}!`)).to.equal(true);
    expect(secretIn(`a://b:${'$a__'.repeat(18)}!@c`)).to.equal('a connection with its password');
    expect(performance.now() - start).to.be.lessThan(1_000);
    expect(isLiteralSecret('$a__$b_-$c')).to.equal(false);
  });

  it('is looked for in words as fast as in anything else', function () {
    this.timeout(20_000);
    // The best of several times, in milliseconds: other work on the machine makes some of them longer.
    const best = (text: string): number => {
      const times = Array.from({ length: 5 }, () => {
        const start = performance.now();
        secretIn(text);
        return performance.now() - start;
      });
      return Math.min(...times);
    };
    const long = (piece: string): string => piece.repeat(Math.ceil(1_000_000 / piece.length));
    const usual = best(long('-'));
    for (const text of [long('a'), `a://b:${long('a')}`, long('://'), long('a.'), long('AIza')]) {
      expect(best(text), text.slice(0, 10)).to.be.lessThan(10 * usual);
    }
  });
});
