import policy from '../../policies/disallow-secrets-in-environment.js';
import type { JsonObject } from '../../src/policy/json.js';
import { container, cronJob, deployment, pod } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

// Put together here, so that nobody who looks for secrets in this repository finds one.
const PRIVATE = 'PRIVATE';
const AKIA = 'AKIA';
const EYJ = 'eyJ';
const webToken = `${EYJ}${'k'.repeat(17)}.${EYJ}${'l'.repeat(30)}.${'m'.repeat(43)}`;

const password = { name: 'DB_PASSWORD', value: 'tall-ships' };
const env = (...variables: readonly JsonObject[]): JsonObject => ({ env: variables });
const text = (name: string, found = 'a secret', who = 'app'): string =>
  `container "${who}": the environment variable "${name}" holds ${found}`;

testPolicy(policy, {
  accepts: [
    { name: 'no environment', object: pod() },
    {
      name: 'a value from a Secret',
      object: deployment({
        containers: [
          container(env({ name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } })),
        ],
      }),
    },
    {
      name: 'references, switches, files and what is empty',
      object: pod({
        containers: [
          container(
            env(
              { name: 'URL', value: 'postgres://shop:$(DB_PASSWORD)@db/shop' },
              { name: 'ALLOW_EMPTY_PASSWORD', value: 'yes' },
              { name: 'PASSWORD_FILE', value: '/run/secrets/password' },
              { name: 'GOOGLE_APPLICATION_CREDENTIALS', value: '/app/creds.json' },
              { name: 'IMAGE_PULL_SECRET', value: 'regcred' },
              { name: 'CUSTOM_CA_SECRET', value: 'custom-ca' },
              { name: 'WEBHOOK_SECRET', value: 'webhook-server-secret' },
              { name: 'REGISTRY_AUTH_HTPASSWD_REALM', value: 'Registry of the shop' },
              { name: 'KAFKA_SSL_KEYSTORE_CREDENTIALS', value: 'keystore_creds' },
              { name: 'PASSWORD_AUTHENTICATION', value: 'md5' },
              { name: 'AWS_KMS_ENCRYPTION_KEY', value: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd' },
              { name: 'SECRET_GRACE_PERIOD_RATIO', value: '0.5' },
              { name: 'TOKEN_HANDLER', value: 'com.example.JwtHandler' },
              { name: 'JWT_KEY', value: 'sub' },
              { name: 'DB_PASSWORD_KEY', value: 'password' },
              { name: 'TOKEN', value: '' },
              { name: 'SECRET', value: null },
              { name: 'API_KEY' },
            ),
          ),
        ],
      }),
    },
    {
      name: 'what is no secret',
      object: pod({ containers: [container(env({ name: 'LOG_LEVEL', value: 'info' }, { value: 'x' }))] }),
    },
  ],
  rejects: [
    {
      name: 'a password, in containers of every class',
      object: pod({
        containers: [container(env({ name: 'LOG_LEVEL', value: 'info' }, password))],
        initContainers: [
          container({ name: 'init', ...env(password) }),
          container({ name: 'proxy', restartPolicy: 'Always', ...env(password) }),
        ],
        ephemeralContainers: [container({ name: 'debug', ...env(password) })],
      }),
      violations: [
        { path: '/spec/containers/0/env/1/value', message: text('DB_PASSWORD') },
        { path: '/spec/initContainers/0/env/0/value', message: text('DB_PASSWORD', 'a secret', 'init') },
        { path: '/spec/initContainers/1/env/0/value', message: text('DB_PASSWORD', 'a secret', 'proxy') },
        { path: '/spec/ephemeralContainers/0/env/0/value', message: text('DB_PASSWORD', 'a secret', 'debug') },
      ],
    },
    {
      name: 'a name that has the value in it, which is shown without',
      object: pod({ containers: [container(env({ name: 'TOKEN=tall-ships', value: 'tall-ships' }))] }),
      violations: [{ path: '/spec/containers/0/env/0/value', message: text('TOKEN') }],
    },
    {
      name: 'what is a secret under any name, once each',
      object: cronJob({
        containers: [
          container(
            env(
              { name: 'DATABASE_URL', value: 'postgres://shop:tall-ships@db/shop' },
              { name: 'SSH_PRIVATE_KEY', value: `-----BEGIN ${PRIVATE} KEY-----\nMIIE` },
              { value: `${AKIA}IOSFODNN7EXAMPLE` },
              { name: 'MYSQL_DSN', value: 'shop:tall-ships@tcp(db:3306)/shop' },
              { name: 'BASIC_AUTH', value: 'shop:tall-ships' },
              { name: 'ARGUMENTS', value: `--token=${webToken}` },
              { name: 'AUTHORIZATION', value: 'Bearer tall-ships' },
            ),
          ),
        ],
      }),
      violations: [
        {
          path: '/spec/jobTemplate/spec/template/spec/containers/0/env/0/value',
          message: text('DATABASE_URL', 'a connection with its password'),
        },
        {
          path: '/spec/jobTemplate/spec/template/spec/containers/0/env/1/value',
          message: text('SSH_PRIVATE_KEY', 'a private key'),
        },
        {
          path: '/spec/jobTemplate/spec/template/spec/containers/0/env/2/value',
          message: text('#2', 'a key of AWS'),
        },
        {
          path: '/spec/jobTemplate/spec/template/spec/containers/0/env/3/value',
          message: text('MYSQL_DSN', 'a connection with its password'),
        },
        {
          path: '/spec/jobTemplate/spec/template/spec/containers/0/env/4/value',
          message: text('BASIC_AUTH', 'a user with a password'),
        },
        {
          path: '/spec/jobTemplate/spec/template/spec/containers/0/env/5/value',
          message: text('ARGUMENTS', 'a JSON Web Token'),
        },
        {
          path: '/spec/jobTemplate/spec/template/spec/containers/0/env/6/value',
          message: text('AUTHORIZATION'),
        },
      ],
    },
  ],
});
