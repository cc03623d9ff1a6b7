import { expect } from 'chai';
import { secretUnder } from '../../src/policy/secret.js';
import { timed } from '../timed.js';

/** Settings of whoever or whatever has to do with secrets. */
const settings = [
  'PASSWORD_STATE=expired',
  'DB_PASSWORD_STATE=Expired',
  'TOKEN_STATE=enabled-for-all',
  'ACCESS_TOKEN_LOGGER=info',
  'ACCESS_TOKEN_LOGGER_ROOT=WARN',
  'API_KEY_TIER=premium',
  'API_KEY_TIER=tier1',
  'TOKEN_HANDLER=com.acme.JwtHandler',
  'TOKEN_HANDLER=JwtHandler',
  'TOKEN_HANDLER=com.acme.oauth2.Sha256TokenHandler',
  'TOKEN_HANDLER=auth.handlers:verify_token',
  'tokenHandlers=com.acme.JwtHandler,com.acme.SamlHandler',
  'TOKEN_PROCESSOR=io.smallrye.Jwt',
  'TOKEN_RENEWER=yarn',
  'SECRET_PROVIDER=aws-secrets-manager',
  'SECRET_PROVIDERS=vault, aws',
  'TOKEN_PROVIDER=oauth2',
  'TOKEN_PROVIDER=gRPC',
  'TOKEN_SERVICE=auth-v2',
  'TOKEN_SERVICE=auth.shop.svc.cluster.local:8080',
  'TOKEN_SERVICE=https://auth.example.com/v1/tokens',
  'TOKEN_SERVICE=10.0.0.1:8080',
  'TOKEN_SERVICE_ACCOUNT=shop@proj-123456.iam.example.com',
  'DB_PASSWORD_DRIVER=vault',
  'API_KEY_VENDOR=stripe',
  'SECRET_TENANT=k8s',
  'TOKEN_TENANT=ships.example.com',
  'CLIENT_SECRET_TENANT=3f2504e0-4f89-11d3-9a0c-0305e82c3301',
  'TOKEN_SERVICE_JAVA_OPTS=-Xmx512m -XX:+UseG1GC',
  'TOKEN_SERVICE_OPTS=-Dship=f3a9c2e17b604d58',
  'TOKEN_SERVICE_ARGS=--port=8080',
  'TOKEN_SERVICE_TAG=sha-1a2b3c4',
  'TOKEN_SERVICE_COMMIT=1a2b3c4d5e6f',
  `TOKEN_HANDLER_IMAGE=registry.example.com/handler@sha256:${'1a2b3c4d'.repeat(8)}`,
  'TOKEN_SERVICE_DN=cn=shop,dc=example,dc=com',
  'TOKEN_SERVICE_POD=token-service-7d9f8b6c5d-x2x4z',
  'TOKEN_PROVIDER=3f2504e0-4f89-11d3-9a0c-0305e82c3301',
  'TOKEN_PROVIDER=https://keycloak.example.com/realms/shop?x=y',
  'TOKEN_SERVICE=https://auth.example.com/f3a9c2e17b604d58',
  'TOKEN_PROVIDERS=[{"name":"shop"}]',
  'PASSWORD_SERVICE=Tall5',
  'RESET_PASSWORD_SERVICE=https://reset.example.com/?x=y',
  'RESET_PASSWORD_SERVICE_ARGS=--port=8080',
  'RESET_PASSWORD_SERVICE=Reset service (new)',
  'DB_PASSWORD_SERVICE=host-1:8080',
  'DB_PASSWORD_PROVIDER=[{"name":"vault"}]',
  'DB_PASSWORD_PROVIDER=3f2504e0-4f89-11d3-9a0c-0305e82c3301',
  'DB_PASSWORD_PROVIDER=com.acme.Vault$Reader',
  'DB_PASSWORD_SERVICE=vault-eu-west-1a',
];

/** The same names, or such as say whose the secret is, with what looks like one; or with anything, where that is a password. */
const owned = [
  'PASSWORD_STATE=tall-5hips',
  'SMTP_PASSWORD_LOGGER=tall-Ships9',
  'SMTP_PASSWORD_DRIVER=tall-Ships9',
  'API_KEY_VENDOR_STRIPE=sdfkj3489sdfkj',
  'API_KEY_PROVIDER_STRIPE=sdfkj3489sdfkj',
  'API_KEY_PROVIDERS=f3a9c2e17b604d58',
  'DB_PASSWORD_TENANT=x9$kkLLq',
  'DB_PASSWORD_SERVICE=x9$kkLLq',
  'DB_PASSWORD_SERVICE=hunter2',
  'DB_PASSWORD_SERVICE=kkLLqXy',
  'DB_PASSWORD_SERVICE=ab12-cd34-ef56',
  'DB_PASSWORD_SERVICE=tall ships!',
  'DB_PASSWORD_SERVICE=s3cr3.passw0.d1234',
  'DB_PASSWORD_SERVICE=secr3t.passw0rd.d1234',
  'DB_PASSWORD_TENANT=hunterpass',
  'DB_PASSWORD_TENANT_A=hunterpass',
  'DB_PASSWORD_TIER=letmein',
  'DB_PASSWORD_STATE=tallships',
  'API_KEY_TENANT=3f2504e0-4f89-11d3-9a0c-0305e82c3301',
  'API_KEY_TIER=123456',
  `TOKEN_SERVICE=${'b'.repeat(32)}`,
  'TOKEN_SERVICE=MTk4NjIyNDgzNDcx.Cl2FMQ.ZnCjm1XVW7vR',
  'TENANT_API_KEY=premium',
  'SERVICE_PASSWORD=vault',
];

/** What counts, measures or times something, under a name that says what. */
const measures = [
  '-1',
  '120',
  '0.5',
  '.25',
  '12.5',
  '80%',
  '99%',
  '30s',
  '1234h',
  '1h30m',
  '90d',
  'PT15M',
  'P1DT12H',
  '0 * * * *',
  '*/5 0-6 ? JAN,FEB MON-FRI',
  '0 0 12 1/5 * ? *',
  '@daily',
  '@every 1h30m',
];
const noMeasures = ['0.5x', '30 ships', 'P', 'PT', '1 2 3 4', 'tall tall tall tall tall', '123456', '@ships'];

/** Names that end by saying that they hold a secret. */
const ends = ['DB_PASSWORD', 'ADMIN_PASSWORD', 'DB_PASSWORD_2', 'API_KEY', 'ROOT_PW'];

const found = (line: string): string | undefined =>
  secretUnder(line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1));

describe('the rest of a name that says secret', () => {
  it('excuses what looks like a setting where it says who has to do with secrets', () => {
    for (const line of settings) expect(found(line), line).to.equal(undefined);
  });

  it('excuses no code there, and no password where it says whose that is', () => {
    for (const line of owned) expect(found(line), line).to.equal('a secret');
  });

  it('excuses what counts or measures something, unless there is none', () => {
    for (const value of measures) {
      expect(found(`TOKEN_BUDGET=${value}`), value).to.equal(undefined);
      for (const name of ends) expect(found(`${name}=${value}`), `${name}=${value}`).to.equal('a secret');
    }
    for (const value of noMeasures) expect(found(`TOKEN_BUDGET=${value}`), value).to.equal('a secret');
  });

  it('takes a short plain word for the name of an entry where a key may be that', () => {
    for (const line of ['JWT_KEY=sub', 'JWT_KEY=user_id', 'STORAGE_KEY=cart', 'AUTH_KEY=email']) {
      expect(found(line), line).to.equal(undefined);
    }
    for (const line of ['JWT_KEY=tall-ships', 'JWT_KEY=secret', 'JWT_KEY=sub1', 'API_KEY=sub', 'ENCRYPTION_KEY=cart']) {
      expect(found(line), line).to.equal('a secret');
    }
  });

  timed('is compared with a value in a time that grows with it and not with its square', function () {
    this.timeout(5_000);
    for (const name of ['TOKEN_SERVICE', 'TOKEN_BUDGET', 'JWT_KEY', 'BASIC_AUTH', 'NEO4J_AUTH', 'PROXY_AUTH']) {
      for (const piece of ['a', 'Aaa', 'a.', '1', '1m', '0 ', 'a, ', 'a://', '{{a}}', '${a}', '${']) {
        secretUnder(name, `${piece.repeat(Math.ceil(250_000 / piece.length))}!`);
      }
    }
  });
});
