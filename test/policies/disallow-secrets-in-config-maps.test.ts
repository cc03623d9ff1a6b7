import policy from '../../policies/disallow-secrets-in-config-maps.js';
import type { JsonObject } from '../../src/policy/json.js';
import { pod } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

// Put together here, so that nobody who looks for secrets in this repository finds one.
const PRIVATE = 'PRIVATE';

const configMap = (fields: JsonObject): JsonObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings' },
  ...fields,
});
const HVS = 'hvs';
const EYJ = 'eyJ';
const webToken = `${EYJ}${'k'.repeat(17)}.${EYJ}${'l'.repeat(30)}.${'m'.repeat(43)}`;
const privateKey = `--BEGIN ${PRIVATE} KEY--\nMIIE`;

testPolicy(policy, {
  accepts: [
    { name: 'an empty one', object: configMap({}) },
    {
      name: 'settings, and files that say where a secret comes from',
      object: configMap({
        data: {
          'log.level': 'info',
          'token.ttl': '15m',
          password: '${DB_PASSWORD}',
          'tls-secret': 'web-tls',
          'token.cleanup': '0 * * * *',
          'app.yaml': 'url: postgres://db/shop\npassword: ${DB_PASSWORD}\n',
          'ca.crt': '-----BEGIN CERTIFICATE-----\nMIIE',
        },
        binaryData: { logo: 'not base64!', 'ca.der': btoa('MIIE') },
      }),
    },
    {
      name: 'sample files that show how a connection is written',
      object: configMap({
        data: {
          'sample.ini':
            '[database]\n# Example: mysql://user:secret@host:port/database\nhost = db\npassword =\n;url =\n',
          'agent.conf': '  ## servers = ["user:passwd@tcp(127.0.0.1:3306)/"]\n  servers = ["tcp(127.0.0.1:3306)/"]\n',
          README: 'Set the url to postgres://USER:PASSWORD@HOST/db.',
        },
      }),
    },
    { name: 'what is no text', object: configMap({ data: { password: 5, token: null }, binaryData: 'x' }) },
    { name: 'other kinds, and other ConfigMaps', object: pod() },
    {
      name: 'a custom resource of the same name',
      object: { ...configMap({ data: { password: 'x' } }), apiVersion: 'a.b/v1' },
    },
  ],
  rejects: [
    {
      name: 'keys that say secret, and values that are one',
      object: configMap({
        data: {
          'database.password': 'tall-ships',
          'app.yaml': 'url: postgres://shop:tall-ships@db/shop\n',
          kubeconfig: `users:\n  - user:\n      token: ${webToken}\n`,
          'id_rsa/x': privateKey,
          'old.ini': '# mysql://shop:tall-ships@db/shop\n',
          url: 'jdbc:sqlserver://db:1433;databaseName=shop;user=shop;password=tall-ships',
        },
        binaryData: { key: btoa(privateKey), 'agent.hcl': btoa(`token = "${HVS}.${'a'.repeat(24)}"`) },
      }),
      violations: [
        { path: '/data/database.password', message: 'the key "database.password" holds a secret' },
        { path: '/data/app.yaml', message: 'the key "app.yaml" holds a connection with its password' },
        { path: '/data/kubeconfig', message: 'the key "kubeconfig" holds a JSON Web Token' },
        { path: '/data/id_rsa~1x', message: 'the key "id_rsa/x" holds a private key' },
        { path: '/data/old.ini', message: 'the key "old.ini" holds a connection with its password' },
        { path: '/data/url', message: 'the key "url" holds a connection with its password' },
        { path: '/binaryData/key', message: 'the key "key" holds a private key' },
        { path: '/binaryData/agent.hcl', message: 'the key "agent.hcl" holds a token of Vault' },
      ],
    },
  ],
});
