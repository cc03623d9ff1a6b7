import { expect } from 'chai';
import { saysSecret, secretIn, secretUnder } from '../../src/policy/secret.js';
import { isLiteralSecret } from '../../src/policy/secret-value.js';
import { timed } from '../timed.js';

const secretNames = (
  'PASSWORD password db.password DB_PASSWORD dbPassword DBPassword PGPASSWORD MYSQL_ROOT_PASSWORD PASSWORD_2 PASSWORD_PROD DB_PASS ' +
  'MYSQL_PWD TOKEN GITHUB_TOKEN accessToken ACCESSTOKEN CLIENT_SECRET clientsecret SECRET_KEY_BASE API_KEY apiKey APIKey api-key APIKEY ' +
  'AWS_SECRET_ACCESS_KEY SSH_PRIVATE_KEY ENCRYPTION_KEY CREDENTIALS PASSPHRASE URL_SIGNING_SECRET ' +
  'AIRFLOW__CORE__FERNET_KEY RABBITMQ_ERLANG_COOKIE RELEASE_COOKIE ROOT_PW ADMIN_PW olcRootPW ROOTPW DBPASS SONAR_WEB_SYSTEMPASSCODE ' +
  'JWT_KEY AES_KEY UNSEAL_KEY SHARED_KEY RATE_LIMIT_TOKEN TOKEN_DATABASE PASSWORD_QUEUE NPM_TOKEN_REGISTRY ' +
  'PASSWORD_HASH PASSWORD_OLD SECRET_PROVIDERS REFRESH_TOKEN REGEX_API_KEY ISSUER_TOKEN TOKEN_STRIPE SECRET_KEYS MESSAGE_ENCRYPTION_KEY SESSION_PASS ' +
  'SMTPPASS redispass MYSQLPASS STOREPASS KEYPASS REDIS_REQUIREPASS RAILS_MASTERKEY CRYPT_KEY LITELLM_SALT_KEY PASSWORD_HASH_SALT'
).split(' ');
const harmlessNames = (
  'PWD OLD_PATH PASS_THROUGH TOKENIZER MAX_TOKENS OPENAI_MAX_TOKEN TOKEN_URL TOKEN_TTL PASSWORD_FILE PASSWORD_MIN_LENGTH SECRET_NAME ' +
  'API_KEY_HEADER PUBLIC_KEY KEY CACHE_KEY AWS_ACCESS_KEY_ID ALLOW_EMPTY_PASSWORD USE_TOKEN SECRETS_MANAGER_REGION COMPASS AUTHOR ' +
  'password-policy.yaml tokens KEYBOARD passwordRegex passwordPattern allowed_token_issuers TOKEN_AUDIENCES secretHosts tokenEndpoints ' +
  'SECRET_NAMES tokenUrls TOKEN_TTLS PASSWORD_EXPIRATION_DAYS TOKEN_ALGORITHMS password_encryption PASSWORD_HASH_ROUNDS ' +
  'SECRET_GRACE_PERIOD_RATIO AUTH_TOKEN_SCHEME TOKEN_CLEANUP_SCHEDULE TOKEN_CLEANUP_CRON VAULT_TOKEN_RENEW_THRESHOLD ' +
  'TOKEN_GRACE_PERIOD ENCRYPTION_KEY_BITS PASSWORD_HASHERS AUTH_PASSWORD_VALIDATORS CLIENT_CREDENTIALS_GRANT TOKEN_DELIMITER ' +
  'SECRET_SYNC_POLL_PERIOD TOKEN_REFRESH_BEFORE AUTH_TOKEN_TRANSPORT COGNITO_TOKEN_USE PUSH_TOKEN_TOPIC STORAGE_ACCOUNT_KEY_VAULT ' +
  'CONSUL_TOKEN_DATACENTER SESSION_TOKEN_STORAGE ACCEPT_TOKEN_FROM TOKEN_VERIFICATION PASSWORD_CHANGE_LINK PW COOKIE ' +
  'PASSWORD_POLICIES TOKEN_ADDRESSES SECRETS_BACKEND passwordTemplate TOKEN_LIFESPAN secretClasses TOKEN_LOG_LEVEL ' +
  'HTPASSWD_REALM TOKEN_REALM PASSWORD_HASH_ALGO LDAP_USER_PASSWORD_ATTR LDAP_PASSWORD_ATTRS PASSWORD_HASHING PASSWORD_HASHING_PROVIDER ' +
  'API_KEYS REDIS_BYPASS MULTIPASS SMTPPASSFILE ' +
  'PASSWORD_DIALOG PASSWORD_CHARACTERS PASSWORD_PROTECTION PASSWORD_RECOVERY ACCESS_TOKEN_EXP admin.passwordMtime SECRET_CHECKSUM ' +
  'SECRET_PERSISTENCE TOKEN_KID COST_PER_TOKEN DOCKER_CREDENTIAL_HELPER SECRET_SCANNING PASSWORD_CONFIRMATION PASSWORD_FLOW PASSWORD_INPUT ' +
  'PASSWORD_BLACKLIST PASSWORD_VERIFY GENERATE_PASSWORD PASSWORD_ALPHABET passwordFormatter'
).split(' ');

/** Names and values that mean something else together, though the value would be a secret under most names that say so. */
const meantOtherwise = [
  'IMAGE_PULL_SECRET=regcred',
  'imagePullSecrets=regcred',
  'IMAGE_PULL_SECRETS=regcred,shop/other, third',
  'TLS_SECRET=web-tls',
  'EXISTING_SECRET=shop/foo',
  'DB_PASSWORD_SECRET=db-creds-7h2k9m4f6t',
  'DB_CREDENTIALS_SECRET=db.login',
  'CUSTOM_CA_SECRET=custom-ca',
  'ROOT_CA_SECRET=ca/root',
  'REGISTRY_SECRET=registry-login',
  'DOCKERHUB_SECRET=regcred',
  'DOCKER_CONFIG_SECRET=regcred',
  'KUBECONFIG_SECRET=kubeconfig',
  'KUBERNETES_SECRET=shop',
  'BASIC_AUTH_SECRET=basic-auth',
  'GIT_CREDS_SECRET=git-login',
  'WEBHOOK_SECRET=webhook-server-secret',
  'SHOP_WEBHOOK_SECRET=shop/shop-server-secret',
  'WEBHOOK_SECRET=shop-server-cert',
  'WEBHOOK_SECRET=shop-certs',
  'WEBHOOK_SECRET=shop-tls',
  'KAFKA_SSL_KEYSTORE_CREDENTIALS=kafka.broker1_keystore_creds',
  'KAFKA_SSL_TRUSTSTORE_CREDENTIALS=truststore.jks.password',
  'KAFKA_SSL_KEY_CREDENTIALS=kafka.key',
  'TOKEN_AUTH=ldap',
  'PASSWORD_AUTHENTICATION=md5',
  'PASSWORD_AUTH=scram-sha-256',
  'BEARER_TOKEN_AUTH=required',
  'CREDENTIALS=include',
  'FETCH_CREDENTIALS=same-origin',
  'PAD_TOKEN=[PAD]',
  'DB_PASSWORD_KEY=password',
  'DB_PASSWORD_KEY=POSTGRES_PASSWORD',
  'KMS_MASTER_KEY=alias/my-key',
  'AWS_KMS_ENCRYPTION_KEY=arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  'AWS_KMS_MASTER_KEY=1234abcd-12ab-34cd-56ef-1234567890ab',
  'KMS_MASTER_KEY=shop',
  'XSRF_TOKEN=XSRF-TOKEN',
  'PASSWORD_LOGIN=optional',
  'TOKEN_LOGIN=ldap',
  'PASSWORD_LOGIN=Disabled',
  'TOKEN_BUDGET=120',
  'PASSWORD_SCORE=3',
  'BASIC_AUTH=true',
  'BASIC_AUTH=shop:$(PASSWORD)',
  'BASIC_AUTH=http://login',
  'BASIC_AUTH=vault:secret/data/basic#auth',
  'BASIC_AUTH=arn:aws:secretsmanager:eu-west-1:111122223333:secret:basic-AbCdEf',
  'BASIC_AUTH=admin:{{ .password }}',
  'HTTP_AUTH=${USER:-admin}:${PASS}',
  'PROXY_AUTH=proxy.example.com:3128',
  'DB_PASSWORD=arn:aws:secretsmanager:$(AWS_REGION):$(ACCOUNT):secret:db',
  'DB_PASSWORD=arn:aws:secretsmanager:{{ .Values.region }}:1:secret:db-??????',
  'NEO4J_AUTH=none',
  'BASIC_AUTH_USER_INFO=$(USER):$(PASSWORD)',
  'SFTP_USERS=shop::1001',
  'CONCOURSE_MAIN_TEAM_LOCAL_USER=shop',
  'LOCAL_USER=1000:1000',
];

/** The same names with values that are secrets, and the same values under names that say no more than secret. */
const meantSo = [
  'IMAGE_PULL_SECRET={"auths":{}}',
  'IMAGE_PULL_SECRETS=regcred,Tall5hips',
  'IMAGE_PULL_SECRETS=regcred,f3a9c2e17b604d58',
  'TLS_SECRET=web-tls,ships',
  'TLS_SECRET=Tall5hips',
  'TLS_SECRET=123456',
  'EXISTING_SECRET=f3a9c2e17b604d58',
  'CUSTOM_CA_SECRET=Tall5hips',
  'REGISTRY_SECRET=f3a9c2e17b604d58',
  'REGISTRY_HTTP_SECRET=tall-ships',
  'BASIC_AUTH_SECRET=tall ships',
  'WEBHOOK_SECRET=tall-ships',
  'WEBHOOK_SECRET=tall-secret',
  'WEBHOOK_SECRET=dev-webhook-secret',
  'WEBHOOK_SECRET=f3a9c2e17b604d58-tls',
  'WEBHOOK_TOKEN=webhook-server-secret',
  'KAFKA_SSL_KEYSTORE_CREDENTIALS=tall-ships',
  'KAFKA_SSL_KEYSTORE_CREDENTIALS=key f3a9c2e17b604d58',
  'KAFKA_SSL_KEYSTORE_CREDENTIALS=f3a9c2e17b604d58_creds',
  'KAFKA_SASL_CREDENTIALS=kafka_creds',
  'DB_PASSWORD_SECRET=tall_ships',
  `DB_PASSWORD_SECRET=${'b'.repeat(32)}`,
  'TOKEN_AUTH=ta11sh1ps',
  'PASSWORD_AUTHENTICATION=tall-ships',
  'CREDENTIALS=shop:include',
  'PAD_TOKEN=[tall]',
  'CLIENT_SECRET=regcred',
  'TOKEN_SECRET=web-tls',
  'API_TOKEN=ldap',
  'DB_PASSWORD=include',
  'DB_PASSWORD_KEY=tall-ships',
  'TOKEN_KEY=Tall5hips',
  'MINIO_KMS_SECRET_KEY=shop:dGFsbC1zaGlwcw==',
  'KMS_API_KEY=1234abcd-12ab-34cd-56ef-1234567890ab',
  'XSRF_TOKEN=tall-ships',
  'DB_PASSWORD=123',
  'API_KEY=123',
  'DB_PASS=123',
  'DB_PASSWORD_2=123',
  'PASSWORD_SCORE=123456',
  'DB_PASSWORD_LOGIN=hunterpass',
];

/** Names that ask for a user with a password, and get both. */
const logins = [
  'BASIC_AUTH=admin:hunter22',
  'basic-auth=shop:$2y$05$tall$ships',
  'HTTP_BASIC_AUTH_USERS=a:b',
  'NEO4J_AUTH=neo4j/ships',
  'SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO=shop:ships',
  'CONCOURSE_ADD_LOCAL_USER=shop:ships,ops:ships',
  'SFTP_USERS=shop:ships:1001',
];

// Put together here, so that nobody who looks for secrets in this repository finds one.
const PRIVATE = 'PRIVATE';
const AKIA = 'AKIA';
const AIZA = 'AIza';
const ACCOUNT_KEY = 'AccountKey';
const GHP = 'ghp';
const NPM = 'npm';
const SK = 'sk';
const GLRT = 'glrt';
const HVS = 'hvs';
const EYJ = 'eyJ';
const SLACK = 'hooks.slack.com';
const AGE = 'AGE-SECRET-KEY';
const DISCORD = 'discord.com';
const OFFICE = 'office.com';
const LOGIC = 'logic.azure.com';
const GUID = '1234abcd-12ab-34cd-56ef-1234567890ab';
const giveaways: readonly (readonly [name: string, value: string, what: string])[] = [
  ['a PEM block', `-----BEGIN ${PRIVATE} KEY-----\nMIIE`, 'a private key'],
  ['a PEM block of RSA in one line', `x -----BEGIN RSA ${PRIVATE} KEY-----\\nMIIE`, 'a private key'],
  ['four dashes', `---- BEGIN SSH2 ENCRYPTED ${PRIVATE} KEY ----`, 'a private key'],
  ['two dashes', `--BEGIN OPENSSH ${PRIVATE} KEY--`, 'a private key'],
  ['no dash at all', `BEGIN EC ${PRIVATE} KEY`, 'a private key'],
  ['lines of code', `["-----BEGIN RSA ${PRIVATE} KEY-----", "MIIEowIBAAKCAQEA5hips", …].join("\n")`, 'a private key'],
  ['lines of a list', `- "-----BEGIN RSA ${PRIVATE} KEY-----"\n- "MIIEowIBAAKCAQEA5hips"`, 'a private key'],
  [
    'lines far to the right',
    `"-----BEGIN ${PRIVATE} KEY-----"${' '.repeat(60)}"MIIEowIBAAKCAQEA5hips"`,
    'a private key',
  ],
  ['PGP', `-----BEGIN PGP ${PRIVATE} KEY BLOCK-----`, 'a private key'],
  ['a PEM block as base64', btoa(`-----BEGIN ${PRIVATE} KEY-----\nMIIE`), 'a private key'],
  ['one of OpenSSH as base64', btoa(`-----BEGIN OPENSSH ${PRIVATE} KEY-----\nb3Bl`), 'a private key'],
  ['an access key', `id=${AKIA}IOSFODNN7EXAMPLE`, 'a key of AWS'],
  ['a Google key', `${AIZA}${'b'.repeat(35)}`, 'a key of Google Cloud'],
  ['an account key', `AccountName=a;${ACCOUNT_KEY}=${'c'.repeat(86)}==`, 'a key of Azure'],
  ['a personal token', `${GHP}_${'d'.repeat(36)}`, 'a token of GitHub'],
  ['an address', 'postgres://shop:tall-ships@db:5432/shop', 'a connection with its password'],
  ['a token of a registry', `//npm.example.com/:_authToken=${NPM}_${'e'.repeat(36)}`, 'a token of npm'],
  ['a token of a runner', `${GLRT}-${'f'.repeat(20)}`, 'a token of GitLab'],
  ['a token of Vault', `token = "${HVS}.${'g'.repeat(24)}"`, 'a token of Vault'],
  ['a key of Claude', `${SK}-ant-api03-${'h'.repeat(26)}`, 'a key of Anthropic'],
  [
    'a JSON Web Token',
    `token: ${EYJ}${'k'.repeat(17)}.${EYJ}${'l'.repeat(30)}.${'m-_'.repeat(14)}`,
    'a JSON Web Token',
  ],
  ['a short one', `{"a":"${EYJ}${'k'.repeat(17)}.${EYJ}${'l'.repeat(17)}.${'m'.repeat(15)}"}`, 'a JSON Web Token'],
  ['a key of a project', `${SK}-proj-${'i'.repeat(24)}`, 'a key of OpenAI'],
  [
    'an address to write to',
    `url: https://${SLACK}/services/T${'0'.repeat(8)}/B${'0'.repeat(8)}/${'j'.repeat(24)}`,
    'a webhook of Slack',
  ],
  ['a key of age', `SOPS: ${AGE}-1${'Q'.repeat(58)}`, 'a key of age'],
  [
    'an address of Discord',
    `https://${DISCORD}/api/webhooks/123456789012345678/${'aB3_'.repeat(17)}`,
    'a webhook of Discord',
  ],
  [
    'an older address of Discord',
    `url=https://${DISCORD.replace('.', 'app.')}/api/v10/webhooks/123456789012345678/${'aB3-'.repeat(17)}`,
    'a webhook of Discord',
  ],
  [
    'an address of Teams',
    `https://shop.webhook.${OFFICE}/webhookb2/${GUID}@${GUID}/IncomingWebhook/${'3f'.repeat(16)}/${GUID}`,
    'a webhook of Teams',
  ],
  [
    'an address of a workflow',
    `https://prod-1.westeurope.${LOGIC}:443/workflows/${'3f'.repeat(16)}/triggers/manual/paths/invoke?api-version=1&sig=${'aB3-'.repeat(11)}`,
    'a webhook of Teams',
  ],
];

const innocent = [
  `https://${DISCORD}/api/webhooks/123456789012345678/${'X'.repeat(68)}`,
  `https://${DISCORD}/api/webhooks/{id}/{token}`,
  `https://shop.webhook.${OFFICE}/webhookb2/${GUID}@${GUID}/IncomingWebhook/${'0'.repeat(32)}/${GUID}`,
  `https://prod-1.westeurope.${LOGIC}/workflows/${'3f'.repeat(16)}/triggers/manual/paths/invoke?api-version=1`,
  `${AGE}-1…`,
  'age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq',
  `${NPM}_config_registry`,
  '-----BEGIN CERTIFICATE-----\nMIIE',
  '-----BEGIN PUBLIC KEY-----',
  `if grep -q "BEGIN RSA ${PRIVATE} KEY" /etc/tls/tls.key; then exit; fi`,
  `grep -q -- '-----BEGIN ${PRIVATE} KEY-----' "$key"`,
  `patterns: ["-----BEGIN PGP ${PRIVATE} KEY BLOCK-----", "-----BEGIN OPENSSH ${PRIVATE} KEY-----"]`,
  `the text from \`-----BEGIN ${PRIVATE} KEY-----\` on`,
  `task-ant-${'h'.repeat(26)}`,
  `https://${SLACK}/services`,
  `https://${SLACK}/services/T${'0'.repeat(8)}/B${'0'.repeat(8)}/${'X'.repeat(24)}`,
  `https://${SLACK}/services/T${'0'.repeat(8)}/B${'0'.repeat(8)}/${'x'.repeat(24)}`,
  `${HVS}.example.com`,
  `${EYJ}${'k'.repeat(17)}`,
  `${EYJ}${'k'.repeat(17)}.${EYJ}${'l'.repeat(17)}`,
  // Signed by nobody.
  `${EYJ}${'k'.repeat(17)}.${EYJ}${'l'.repeat(17)}.`,
  `${EYJ}....${EYJ}....mmmmmmmmmmmmmmm`,
  `H${EYJ}${'k'.repeat(17)}.${EYJ}${'l'.repeat(17)}.${'m'.repeat(43)}`,
  'AKIA',
  btoa('-----BEGIN CERTIFICATE-----\nMIIE'),
];

/** What the patterns for connections begin with, or go on with. */
const newer = [
  '/',
  ':',
  ':a',
  '@tcp(',
  ':@tcp(',
  'jdbc:',
  'jdbc:{{',
  '{{a',
  ' password="',
  ' required ',
  ':_auth=',
  './a',
  '$a/',
  'npm_',
  `BEGIN ${PRIVATE} KEY-----",`,
  'gl',
  'glpat-',
  'hvs.',
  'sk-ant-',
  'hooks.slack.com/services/',
  'discord.com/api/webhooks/1',
  '.webhook.office.com/webhookb2/IncomingWebhook/',
  '.logic.azure.com?sig=',
  `${AGE}-1`,
  'a:b',
  'eyJ',
  'eyJa.',
  '.eyJaaaaaaaaaaaa.eyJaaaaaaaaaaaa',
  '1m',
  '* ',
  'JAN,',
];

describe('what is a secret', () => {
  it('is said by a name', () => {
    for (const name of secretNames) expect(saysSecret(name), name).to.equal(true);
  });

  it('is not said by a name that speaks about one, or of something else', () => {
    for (const name of harmlessNames) expect(saysSecret(name), name).to.equal(false);
  });

  it('hangs on the rest of the name for what names a Secret or a way to log in', () => {
    const found = (line: string): string | undefined =>
      secretUnder(line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1));
    for (const line of meantOtherwise) expect(found(line), line).to.equal(undefined);
    for (const line of meantSo) expect(found(line), line).to.equal('a secret');
    for (const line of logins) expect(found(line), line).to.equal('a user with a password');
  });

  for (const [name, value, what] of giveaways) {
    it(`shows by its looks: ${name}`, () => {
      expect(secretIn(value)).to.equal(what);
    });
  }

  it('is not what only looks alike', () => {
    for (const value of innocent) expect(secretIn(value), value).to.equal(undefined);
  });

  timed('is looked for in a time that grows with the text and not with its square', function () {
    this.timeout(5_000);
    for (const piece of [
      'a',
      'a:',
      'a://a:',
      '${',
      '$(a',
      'password=',
      'BEGIN A ',
      'host=;pwd= ',
      '/a',
      'A',
      'eyJ-',
      ...newer,
    ]) {
      const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
      secretIn(text);
      isLiteralSecret(text);
      saysSecret(text);
      secretUnder(text, text);
    }
  });

  timed('is looked for in words as fast as in anything else', function () {
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
    // Dashes are not looked at by any of the patterns, for no text with them alone has the sign of one.
    const usual = best(long('-'));
    for (const text of [
      long(' password="a'),
      long('a:'),
      long('jdbc:'),
      long('a'),
      `a://b:${long('a')}`,
      long('://'),
      long('a.'),
      long('AIza'),
    ]) {
      expect(best(text), text.slice(0, 10)).to.be.lessThan(60 * usual);
    }
  });
});
