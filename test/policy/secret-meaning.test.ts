import { expect } from 'chai';
import { secretUnder } from '../../src/policy/secret.js';
import { timed } from '../timed.js';

/** Where a secret is, by the name of an object, an entry or a command that prints it. */
const places = [
  'pod_environment_secret=my-custom-secret',
  'proxy-ssl-secret=default/backend-ca',
  'infrastructure_roles_secrets=secretname:shop-roles,userkey:user,passwordkey:password,rolekey:inrole',
  'AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_SECRET=airflow-db',
  'AIRFLOW__CORE__FERNET_KEY_SECRET=core/fernet_key',
  'AIRFLOW__API_AUTH__JWT_SECRET_SECRET=jwt',
  'AIRFLOW__WEBSERVER__SECRET_KEY_CMD=cat /run/secrets/k',
  'AWS_SECRET=aws-creds',
  'S3_CREDENTIALS=shop/s3-credentials',
  'WATCH_SECRETS=shop-db,cache',
  'SYNC_SECRETS=shop-db',
  'TARGET_SECRETS=shop-db,cache',
  'VAULT_SECRETS=secret/shop/first:db, secret/shop/more/',
  'CONJUR_SECRETS=shop/dev/db\nshop/dev/cache\n',
  'POD_ENV_FROM_SECRETS=shop-db',
  'DB_SECRET=prod/db/login',
  'DB_SECRET=secret/shop/db:password',
  'SESSION_SECRETS=shop/session,shop/session-old',
  'DB_PASSWORD_SECRET_KEY=password',
  'logical_backup_cronjob_environment_secret=shop-backup',
];

/** The same names with codes, and names that ask for the secret itself. */
const noPlaces = [
  'ENVIRONMENT_SECRET=my-custom-secret',
  'pod_environment_secret=Tall5hips',
  'infrastructure_roles_secrets=secretname:f3a9c2e17b604d58',
  'infrastructure_roles_secrets=tall-ships',
  'AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_SECRET=f3a9c2e17b604d58',
  'AIRFLOW__API_AUTH__JWT_SECRET=tall-ships',
  'AIRFLOW__SHOP__OAUTH_SECRET=tall-ships',
  'FERNET_KEY_SECRET=tall-ships',
  'AIRFLOW__WEBSERVER__SECRET_KEY=cat /run/secrets/k',
  'AWS_SECRET=tall-ships',
  'AWS_SECRET=f3a9c2e17b604d58-creds',
  'WATCH_SECRET=tall-ships',
  'SYNC_SECRETS=Tall5hips',
  'TARGET_SECRETS=tall-ships',
  'TARGET_SECRETS=tall ships',
  'TARGET_SECRETS=tall,f3a9c2e17b604d58',
  'TARGET_SECRET=tall,ships',
  'TARGET_SECRETS=shop:tall,cache:ships',
  'JWT_SECRETS=tall-ships,fast-boats',
  'SESSION_SECRETS=tall,ships',
  'COOKIE_SECRETS=tall\nships',
  'DB_SECRET=tall/ships',
  'DB_SECRET=tall//ships',
  'DB_SECRET=tall/ships/',
  'DB_SECRET=tall ships/at/sea',
  'DB_SECRET=tall/ships/at,sea',
  'DB_SECRET=prod/db/f3a9c2e17b604d58',
  'DB_PASSWORD=prod/db/login',
  'TOKEN_SECRET_KEY=secret',
  'DB_PASSWORD_SECRET_KEY=tall-ships',
  'quarkus.oidc.credentials.secret=tall-ships',
  'quarkus.oidc.shop.credentials.secret=tall-ships',
  'QUARKUS_OIDC_CLIENT_CREDENTIALS_SECRET=tall-ships',
  'KEYCLOAK_CREDENTIALS_SECRET=tall-ships',
  'GRAYLOG_PASSWORD_SECRET=tallships',
  'RESET_PASSWORD_SECRET=tallships',
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
  '512Mi',
  '4k',
];
const noMeasures = ['0.5x', '30 ships', 'P', 'PT', '1 2 3 4', 'tall tall tall tall tall', '123456', '@ships'];

/** What some names are asked for beside secrets. */
const others = [
  'OPENAI_API_KEY=EMPTY',
  'OPENAI_API_KEY=sk-no-key-required',
  'apiKey=not-needed',
  'LLM_APIKEY=n/a',
  'AWS_SECRET_ACCESS_KEY=dummy',
  'PROXY_PASS=http://web.shop.svc.cluster.local:8080/',
  'FASTCGI_PASS=php:9000',
  'FASTCGI_PASS=unix:/run/php/fpm.sock',
  'FORGOT_PASSWORD=https://auth.example.com/forgot',
  'AZURE_TOKEN_CREDENTIALS=prod',
  'AZURE_TOKEN_CREDENTIALS=ManagedIdentityCredential',
  'HASURA_GRAPHQL_JWT_SECRET={"type":"RS256","jwk_url":"https://auth.example.com/jwks"}',
  'HASURA_GRAPHQL_JWT_SECRET={"type":"RS256","key":"-----BEGIN PUBLIC KEY-----\\nMIIB"}',
  'IMAGE_PULL_SECRETS=[{"name":"regcred"}, {"name": "mirror"}]',
  'TOKEN_BUDGET=16000',
  'TOKEN_REFRESH=3600',
  'TOKEN_CONTRACT=0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2',
  'GAS_TOKEN=ETH',
  'ETCD_INITIAL_CLUSTER_TOKEN=shop-etcd-1',
  'OPENAI_API_KEY=sk-not-required',
  'CLIENT_SECRET=[secret]',
  'DB_PASSWORD=__DB_PASSWORD__',
  'DB_PASSWORD=@@DB_PASSWORD@@',
  'API_KEY={api_key}',
  'LDAP_PASSWORD_HASH=SSHA',
  'PASSWORD_HASH=argon2id',
  'PASSWORD_HASH={SSHA512}',
  'NEXT_PUBLIC_MAPBOX_TOKEN=pk.tall-ships',
  'REACT_APP_MAPS_API_KEY=tall-ships',
  'VITE_ALGOLIA_API_KEY=f3a9c2e17b604d58',
];
const noOthers = [
  'OPENAI_API_KEY=tall-ships',
  'DB_PASSWORD=EMPTY',
  'API_TOKEN=dummy',
  'API_KEY=test',
  'AWS_SECRET_ACCESS_KEY=dummy1',
  'PROXY_PASS=tall-ships',
  'DB_PASS=php:9000',
  'FASTCGI_PASS=php:ships',
  'DB_PASSWORD=https://auth.example.com/forgot',
  'AZURE_TOKEN_CREDENTIALS=tall-ships',
  'AZURE_CREDENTIALS=prod',
  'HASURA_GRAPHQL_JWT_SECRET={"type":"HS256","key":"tall-ships"}',
  'HASURA_GRAPHQL_JWT_SECRET={"jwk_url":"https://a.example.com","key":"tall-ships"}',
  'HASURA_GRAPHQL_JWT_SECRET=tall-ships',
  'IMAGE_PULL_SECRETS=[{"name":"regcred","auth":"tall-ships"}]',
  'TOKEN_BUDGET=tall-ships',
  'GAS_TOKEN=ships',
  'CLUSTER_TOKEN=shop-etcd-1',
  'CLIENT_SECRET=[ships]',
  'DB_PASSWORD=__TALL_SHIPS__',
  'API_KEY=api_key',
  'API_TOKEN=ETH',
  'PASSWORD_HASH=$2y$05$tall$ships',
  'PASSWORD_HASH=tall-ships',
  'NEXT_PUBLIC_DB_PASSWORD=tall-ships',
  'REACT_APP_SECRET_KEY=tall-ships',
  'PUBLIC_TOKEN=tall-ships',
  'XPACK_ENCRYPTEDSAVEDOBJECTS_ENCRYPTIONKEY=tall-ships',
];

/** Files, whose names say what they are about. */
const files = [
  'login-update-password.ftl=<label for="new">${msg("passwordNew")}</label>\n<input type="password" id="new">\n',
  'disallow-secrets.rego=package shop\ndeny["no secrets"] { input.kind == "Secret" }\n',
  'read-secrets.hcl=path "secret/data/shop/*" {\n  capabilities = ["read"]\n}\n',
  'rotate-secrets=#!/bin/sh\nvault write -force shop/rotate\n',
  'create-password=#! /usr/bin/env python3\nprint(secrets.token_hex(16))\n',
  'passwd=root:x:0:0:root:/root:/bin/sh\napp:*:1000:1000::/home/app:/sbin/nologin\n',
];
const noFiles = [
  'htpasswd=shop:$apr1$tall$ships\n',
  '.htpasswd=shop:$apr1$tall$ships\nops:$apr1$tall$ships\n',
  'db.password=tall-ships\n',
  'passwords.txt=tall\nships\n',
  'password.groovy=tall-ships',
  'db-password.prod=tall-ships\n',
  'passwd=root:x:0:0:root:/root:/bin/sh\napp:$6$tall$ships:1000:1000::/home/app:/bin/sh\n',
  'passwd=tall-ships',
  'rotate-secrets=#tall/ships',
];

/** Names that end by saying that they hold a secret. */
const ends = ['DB_PASSWORD', 'ADMIN_PASSWORD', 'DB_PASSWORD_2', 'API_KEY', 'ROOT_PW'];

const newer = [
  'IMAGE_PULL_SECRETS',
  'PROXY_PASS',
  'API_KEY',
  'HASURA_GRAPHQL_JWT_SECRET',
  'OTEL_EXPORTER_OTLP_HEADERS',
];

const found = (line: string): string | undefined =>
  secretUnder(line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1));

describe('the rest of a name that says secret', () => {
  it('excuses what counts or measures something, unless there is none', () => {
    for (const value of measures) {
      expect(found(`TOKEN_BUDGET=${value}`), value).to.equal(undefined);
      for (const name of ends) expect(found(`${name}=${value}`), `${name}=${value}`).to.equal('a secret');
    }
    for (const value of noMeasures) expect(found(`TOKEN_BUDGET=${value}`), value).to.equal('a secret');
  });

  it('excuses names of where a secret is, where one is asked for', () => {
    for (const line of places) expect(found(line), line).to.equal(undefined);
    for (const line of noPlaces) expect(found(line), line).to.equal('a secret');
  });

  it('takes a short plain word for the name of an entry where a key may be that', () => {
    for (const line of ['JWT_KEY=sub', 'JWT_KEY=user_id', 'STORAGE_KEY=cart', 'AUTH_KEY=email']) {
      expect(found(line), line).to.equal(undefined);
    }
    for (const line of ['JWT_KEY=tall-ships', 'JWT_KEY=secret', 'JWT_KEY=sub1', 'API_KEY=sub', 'ENCRYPTION_KEY=cart']) {
      expect(found(line), line).to.equal('a secret');
    }
  });

  it('excuses what is no key, an address to pass on to, and what everybody may know, where these are asked for', () => {
    for (const line of others) expect(found(line), line).to.equal(undefined);
    for (const line of noOthers) expect(found(line), line).to.equal('a secret');
  });

  it('excuses files, which are searched for what shows by its looks', () => {
    for (const line of files) expect(found(line), line).to.equal(undefined);
    for (const line of noFiles) expect(found(line), line).to.equal('a secret');
    expect(found('secrets.rego=package shop\nurl := "postgres://shop:tall-ships@db"\n')).to.equal(
      'a connection with its password',
    );
  });

  timed('is compared with a value in a time that grows with it and not with its square', function () {
    this.timeout(5_000);
    for (const name of ['TOKEN_BUDGET', 'JWT_KEY', 'BASIC_AUTH', 'NEO4J_AUTH', 'PROXY_AUTH', ...newer]) {
      for (const piece of [
        '[{"name":"a"},',
        '{"name":"a"},',
        '"key": "-----BEGIN PUBLIC KEY-----',
        'a',
        'Aaa',
        'a.',
        '1',
        '1m',
        '0 ',
        'a, ',
        'a://',
        '{{a}}',
        '${a}',
        '${',
      ]) {
        secretUnder(name, `${piece.repeat(Math.ceil(250_000 / piece.length))}!`);
      }
    }
  });
});
