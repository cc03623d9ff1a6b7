import { expect } from 'chai';
import { secretUnder } from '../../src/policy/secret.js';
import { timed } from '../timed.js';

/** Settings of whoever or whatever has to do with secrets. */
const settings = [
  // What has become of a password.
  'PASSWORD_STATE=expired',
  'PASSWORD_STATE=pending',
  'PASSWORD_STATE=must-change',
  'RESET_PASSWORD_STATE=pending',
  'RESET_PASSWORD_STATE=IN_PROGRESS',
  'DB_PASSWORD_STATE=Expired',
  'DB_PASSWORD_STATE=rotated',
  'TOKEN_STATE=enabled-for-all',
  // Algorithms, with their numbers.
  'USER_PASSWORD_HANDLER=argon2id',
  'DB_PASSWORD_HANDLER=Argon2',
  'DB_PASSWORD_HANDLER=pbkdf2_sha256',
  'DB_PASSWORD_HANDLER=pbkdf2sha256',
  'DB_PASSWORD_HANDLER=PBKDF2WithHmacSHA512',
  'DB_PASSWORD_HANDLERS=bcrypt;argon2id;pbkdf2_sha256',
  'TLS_KEY_PASSWORD_PROVIDER=PKCS11',
  'PASSWORD_PROCESSOR=scram-sha-256',
  'DB_PASSWORD_HANDLER=pbkdf2@SpringSecurity_v5_8',
  'DB_PASSWORD_HANDLER=scrypt@SpringSecurity_v5_8',
  // Libraries, products and services.
  'USER_PASSWORD_LOGGER=log4j2',
  'SMTP_PASSWORD_LOGGER=slf4j-Log4j2',
  'USER_PASSWORD_HANDLER=bcryptjs2',
  'USER_PASSWORD_PROVIDER=keycloak26',
  'USER_PASSWORD_PROVIDER=Auth0',
  'DB_PASSWORD_DRIVER=vault',
  'DB_PASSWORD_DRIVER=secrets2env',
  'DB_PASSWORD_PROVIDER=secretsmanager2',
  'DB_PASSWORD_PROVIDER=vault-kv2-prod1',
  'DB_PASSWORD_PROVIDER=@acme/vault2',
  'DB_PASSWORD_PROVIDER=3f2504e0-4f89-11d3-9a0c-0305e82c3301',
  'DB_PASSWORD_PROVIDER=[{"name":"vault"}]',
  'DB_PASSWORD_PROVIDERS=file;env',
  'DB_PASSWORD_PROVIDERS=vault, aws2',
  // What has a form that no name of these can be told from.
  'DB_PASSWORD_PROVIDER=hunter2',
  'SMTP_PASSWORD_LOGGER=tall-Ships9',
  'SMTP_PASSWORD_DRIVER=tall-Ships9',
  'DB_PASSWORD_STATE=tallships',
  // Classes.
  'DB_PASSWORD_PROVIDER=AES256Provider',
  'DB_PASSWORD_PROVIDER=PBKDF2Provider',
  'DB_PASSWORD_PROVIDER=com.acme.V2PasswordProviderImpl2',
  'DB_PASSWORD_PROVIDER=com.acme.Vault$Reader',
  'DB_PASSWORD_HANDLER=com.acme.AES256Handler',
  'DB_PASSWORD_HANDLER=Bcrypt2bHandler',
  'SSL_PASSWORD_HANDLER=S3Handler',
  'KEYSTORE_PASSWORD_PROVIDER=com.acme.X509KeystorePasswordProvider',
  'KEYSTORE_PASSWORD_PROVIDER=X509AES256KeystorePasswordProvider',
  'USER_PASSWORD_PROVIDER=OAuth2PasswordProvider',
  'TOKEN_HANDLER=com.acme.JwtHandler',
  'TOKEN_HANDLER=JwtHandler',
  'TOKEN_HANDLER=Sha256WithOAuth2TokenHandler',
  'TOKEN_HANDLER=com.acme.oauth2.Sha256TokenHandler',
  'TOKEN_HANDLER=auth.handlers:verify_token',
  'tokenHandlers=com.acme.JwtHandler,com.acme.SamlHandler',
  'TOKEN_PROCESSOR=io.smallrye.Jwt',
  // Where a service is, and how it is told what to do.
  'DB_PASSWORD_SERVICE=shop.vault2',
  'DB_PASSWORD_SERVICE=db1-password-svc2',
  'DB_PASSWORD_SERVICE=pw-svc-v2.shop2',
  'DB_PASSWORD_SERVICE=vault2/eu-west-1',
  'DB_PASSWORD_SERVICE=/v1/passwords',
  'DB_PASSWORD_SERVICE=vault-prod-eu1-v2',
  'DB_PASSWORD_SERVICE=vault-eu-west-1a',
  'DB_PASSWORD_SERVICE=host-1.db-2',
  'DB_PASSWORD_SERVICE=host-1:8080',
  'DB_PASSWORD_SERVICE=vault2:8200',
  'DB_PASSWORD_SERVICE=auth.shop.svc.cluster.local:8080',
  'DB_PASSWORD_SERVICE=https://auth.example.com/?x=y',
  'DB_PASSWORD_SERVICE=cn=shop,dc=example,dc=com',
  'DB_PASSWORD_SERVICE=host=db2;port=5432',
  'DB_PASSWORD_SERVICE=--port=8080',
  'DB_PASSWORD_SERVICE=vault;env',
  'DB_PASSWORD_SERVICE={"name":"vault2"}',
  'USER_PASSWORD_SERVICE=auth0-db1',
  'DB_PASSWORD_SERVICE=S3PasswordService',
  'DB_PASSWORD_SERVICE_JAVA_OPTS=-Xmx512m -XX:+UseG1GC',
  'DB_PASSWORD_SERVICE_CLUSTER=cluster2',
  'DB_PASSWORD_SERVICE_PACKAGE=@acme/passwords2',
  'DB_PASSWORD_SERVICE_MEMORY=512Mi',
  'DB_PASSWORD_SERVICE_RELEASE=v1.2.3-rc.1',
  'DB_PASSWORD_SERVICE_IMAGE=registry.example.com/shop/db2-passwords:1.2',
  'PASSWORD_SERVICE=Tall5',
  'RESET_PASSWORD_SERVICE=https://reset.example.com/?x=y',
  'RESET_PASSWORD_SERVICE_ARGS=--port=8080',
  'RESET_PASSWORD_SERVICE=Reset service (new)',
  'TOKEN_SERVICE=auth-v2',
  'TOKEN_SERVICE=OAuth2TokenService1',
  'TOKEN_SERVICE=auth.shop.svc.cluster.local:8080',
  'TOKEN_SERVICE=https://auth.example.com/v1/tokens',
  'TOKEN_SERVICE_JAVA_OPTS=-Xmx512m -XX:+UseG1GC',
  'TOKEN_SERVICE_ARGS=--port=8080',
  'TOKEN_SERVICE=10.0.0.1:8080',
  'TOKEN_SERVICE=https://auth.example.com/f3a9c2e17b604d58',
  'TOKEN_SERVICE_ACCOUNT=shop@proj-123456.iam.example.com',
  'TOKEN_SERVICE_OPTS=-Dship=f3a9c2e17b604d58',
  'TOKEN_SERVICE_TAG=sha-1a2b3c4',
  'TOKEN_SERVICE_COMMIT=1a2b3c4d5e6f',
  'TOKEN_SERVICE_DN=cn=shop,dc=example,dc=com',
  'TOKEN_SERVICE_POD=token-service-7d9f8b6c5d-x2x4z',
  `TOKEN_HANDLER_IMAGE=registry.example.com/handler@sha256:${'1a2b3c4d'.repeat(8)}`,
  // Everything else.
  'ACCESS_TOKEN_LOGGER=info',
  'ACCESS_TOKEN_LOGGER_ROOT=WARN',
  'API_KEY_TIER=premium',
  'API_KEY_TIER=tier1',
  'API_KEY_VENDOR=stripe',
  'TOKEN_RENEWER=yarn',
  'SECRET_PROVIDER=aws-secrets-manager',
  'SECRET_PROVIDERS=vault, aws',
  'SECRET_TENANT=k8s',
  'TOKEN_PROVIDER=oauth2',
  'TOKEN_PROVIDER=gRPC',
  'TOKEN_PROVIDER=3f2504e0-4f89-11d3-9a0c-0305e82c3301',
  'TOKEN_PROVIDER=https://keycloak.example.com/realms/shop?x=y',
  'TOKEN_PROVIDERS=[{"name":"shop"}]',
  'TOKEN_TENANT=ships.example.com',
  'CLIENT_SECRET_TENANT=3f2504e0-4f89-11d3-9a0c-0305e82c3301',
];

/** The same names, or such as say whose the secret is, with what looks like one; or with anything, where that is a password. */
const owned = [
  'PASSWORD_STATE=tall-5hips',
  'DB_PASSWORD_STATE=x9$kkLLq',
  'RESET_PASSWORD_STATE=hunter22',
  'API_KEY_VENDOR_STRIPE=sdfkj3489sdfkj',
  'API_KEY_PROVIDER_STRIPE=sdfkj3489sdfkj',
  'API_KEY_PROVIDERS=f3a9c2e17b604d58',
  'API_KEY_TENANT=3f2504e0-4f89-11d3-9a0c-0305e82c3301',
  'API_KEY_TIER=123456',
  'DB_PASSWORD_PROVIDER=f3a9c2e17b604d58',
  'DB_PASSWORD_PROVIDER=A1b2C3d4E5f6G7h8',
  'DB_PASSWORD_HANDLER=c2VjcmV0cGFzc3dvcmQ=',
  'SMTP_PASSWORD_LOGGER=sdfkj3489sdfkj',
  'SMTP_PASSWORD_LOGGER=Tr0ub4dor&3',
  'USER_PASSWORD_HANDLER=x9$kkLLq',
  'USER_PASSWORD_HANDLER=Passw0rd!',
  'DB_PASSWORD_PROVIDER=P@ssw0rd',
  `SMTP_PASSWORD_DRIVER=${'b'.repeat(32)}`,
  'DB_PASSWORD_SERVICE=hunter2',
  'DB_PASSWORD_SERVICE=Hunter2',
  'DB_PASSWORD_SERVICE=Summer2024',
  'DB_PASSWORD_SERVICE=kkLLqXy',
  'DB_PASSWORD_SERVICE=x9$kkLLq',
  'DB_PASSWORD_SERVICE=x9,kkLLq',
  'DB_PASSWORD_SERVICE=[x9kkLLq',
  'DB_PASSWORD_SERVICE=x9kkLLq=',
  'DB_PASSWORD_SERVICE=x9|kkLLq',
  'DB_PASSWORD_SERVICE=-9kkLLq',
  'DB_PASSWORD_SERVICE=P@ssw0rd',
  'DB_PASSWORD_SERVICE=Passw0rd!',
  'DB_PASSWORD_SERVICE=Tr0ub4dor&3',
  'DB_PASSWORD_SERVICE=123456789',
  'DB_PASSWORD_SERVICE=c2VjcmV0cGFzc3dvcmQ=',
  'DB_PASSWORD_SERVICE=ab12-cd34-ef56',
  'DB_PASSWORD_SERVICE=tall ships!',
  'DB_PASSWORD_SERVICE=s3cr3.passw0.d1234',
  'DB_PASSWORD_SERVICE=secr3t.passw0rd.d1234',
  'DB_PASSWORD_SERVICE_BILLING=hunter2',
  'DB_PASSWORD_SERVICE_BILLING=Xk9:pQ2=vR7{zL',
  'SMTP_PASSWORD_SERVICE=Xk9:pQ2=vR7{zL',
  'SMTP_PASSWORD_SERVICE={Xk9=pQ2',
  'DB_PASSWORD_TENANT=x9$kkLLq',
  'DB_PASSWORD_TENANT=hunterpass',
  'DB_PASSWORD_TENANT_A=hunterpass',
  'DB_PASSWORD_TIER=letmein',
  `TOKEN_SERVICE=${'b'.repeat(32)}`,
  'TOKEN_SERVICE=MTk4NjIyNDgzNDcx.Cl2FMQ.ZnCjm1XVW7vR',
  'TENANT_API_KEY=premium',
  'SERVICE_PASSWORD=vault',
  'DB_PASSWORD=keycloak26',
  'DB_PASSWORD=host-1:8080',
  'DB_PASSWORD_2=argon2id',
];

const found = (line: string): string | undefined =>
  secretUnder(line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1));

describe('who has to do with a secret', () => {
  for (const line of settings) {
    it(`has a setting: ${line}`, () => {
      expect(found(line)).to.equal(undefined);
    });
  }

  for (const line of owned) {
    it(`has a secret: ${line}`, () => {
      expect(found(line)).to.equal('a secret');
    });
  }

  timed('is told in a time that grows with the value and not with its square', function () {
    this.timeout(5_000);
    for (const name of ['TOKEN_SERVICE', 'DB_PASSWORD_HANDLER', 'DB_PASSWORD_SERVICE', 'PASSWORD_STATE']) {
      for (const piece of [
        'a',
        'Aaa',
        'A',
        'a1',
        'a.',
        '1',
        'a, ',
        'a;',
        'a=',
        'a=b,',
        'a:1',
        '{',
        '[',
        '-a',
        'a://',
      ]) {
        secretUnder(name, `${piece.repeat(Math.ceil(250_000 / piece.length))}!`);
      }
    }
  });
});
