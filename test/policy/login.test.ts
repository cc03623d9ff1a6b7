import { expect } from 'chai';
import { hasLogin } from '../../src/policy/login.js';

const logins = [
  'BASIC_AUTH=admin:hunter22',
  'BASIC_AUTH=admin:12345',
  'BASIC_AUTH=10.0.0.1:3128',
  'basic-auth=shop:$2y$05$tall$ships',
  'HTTP_BASIC_AUTH_USERS=a:b',
  'BASIC_AUTH_USERS=admin:1234',
  'HTTP_AUTH=root:4711',
  'HTTP_AUTH=admin:5001',
  'HTTP_AUTH=admin:8080',
  'HTTP_AUTH=john.doe:12345',
  'HTTP_AUTH=john.doe:4711',
  'REGISTRY_AUTH=ci:00000',
  'REGISTRY_AUTH=registry.example.com:05000',
  'PROXY_AUTH=shop:31280',
  'REGISTRY_AUTH=ci:4711',
  'BASIC_AUTH=squid:3128',
  'PROXY_AUTH=ghost:12345',
  'PROXY_AUTH=shop.example.com:tall-ships',
  'PROXY_AUTH={{ .Values.user }}:12345',
  'BASIC_AUTH=$(USER):tall-ships',
  'BASIC_AUTH=${USER}:tall-ships',
  'BASIC_AUTH=${USER:-shop}:tall-ships',
  'BASIC_AUTH={{.user}}:tall-ships',
  'BASIC_AUTH={{ .Values.user }}:tall-ships',
  'BASIC_AUTH=pre-${USER}:tall-ships',
  'BASIC_AUTH=pre-{{ .user }}-post:tall-ships',
  'NEO4J_AUTH=neo4j/ships',
  'NEO4J_AUTH=neo4j/1234',
  'NEO4J_AUTH=neo4j/12345',
  'NEO4J_AUTH=$(USER)/ships',
  'NEO4J_AUTH=${USER:-neo4j}/ships',
  'NEO4J_AUTH={{ .Values.user }}/ships',
];

const innocent = [
  'BASIC_AUTH=true',
  'BASIC_AUTH=shop',
  'BASIC_AUTH=shop:$(PASSWORD)',
  'BASIC_AUTH=admin:{{ .password }}',
  'BASIC_AUTH={{.user}}:{{.password}}',
  'BASIC_AUTH=pre-${USER}:${PASSWORD}',
  'BASIC_AUTH=http://login',
  'BASIC_AUTH=vault:secret/data/basic#auth',
  'BASIC_AUTH=arn:aws:secretsmanager:eu-west-1:111122223333:secret:basic-AbCdEf',
  'HTTP_AUTH=${USER:-admin}:${PASS}',
  'HTTP_AUTH=shop:/run/secrets/password',
  'LOG_LEVEL=shop:tall-ships',
  'PROXY_AUTH=proxy.example.com:3128',
  'PROXY_AUTH=10.0.0.1:3128',
  'PROXY_AUTH=localhost:8080',
  'PROXY_AUTH=host:3128',
  'PROXY_AUTH=host:31280',
  'PROXY_AUTH=squid:3128',
  'PROXY_AUTH=squid.proxy:31280',
  'HTTPS_PROXY_AUTH=gateway:8443',
  'REGISTRY_AUTH=harbor:5000',
  'HTTP_AUTH=auth.shop.svc:8080',
  'HTTP_AUTH=auth.shop.svc:9091',
  'HTTP_AUTH=auth.shop:8080',
  'HTTP_AUTH=example.com:9091',
  'HTTP_AUTH=auth.local:9091',
  'HTTP_AUTH=10.0.0.1:9091',
  'HTTP_AUTH=localhost:9091',
  'HTTP_AUTH=auth-host:9091',
  'HTTP_AUTH=$(AUTH_HOST):8080',
  'PROXY_AUTH=$(PROXY_HOST):3128',
  'PROXY_AUTH={{ .Values.proxy.host }}:3128',
  'REGISTRY_AUTH=registry.example.com:5000',
  'NEO4J_AUTH=none',
  'NEO4J_AUTH=neo4j/$(PASSWORD)',
  'NEO4J_AUTH=$(USER)/$(PASSWORD)',
  'NEO4J_AUTH={{ .Values.user }}/{{ .Values.password }}',
  'NEO4J_AUTH=secret/data/neo4j',
];

function isLogin(line: string): boolean {
  const end = line.indexOf('=');
  return hasLogin(line.slice(0, end), line.slice(end + 1));
}

describe('a user with a password', () => {
  it('is found under a name that asks for both', () => {
    for (const line of logins) expect(isLogin(line), line).to.equal(true);
  });

  it('is not what only refers to one, or is an address', () => {
    for (const line of innocent) expect(isLogin(line), line).to.equal(false);
  });
});
