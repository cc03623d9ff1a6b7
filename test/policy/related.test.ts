import { expect } from 'chai';
import type { JsonObject } from '../../src/policy/json.js';
import { relatedKindOf, relatedKinds } from '../../src/policy/related.js';

const CERTIFICATE = 'alb.ingress.kubernetes.io/certificate-arn';

describe('related kinds', () => {
  it('are told by kind and group, whatever the version', () => {
    expect(relatedKindOf({ apiVersion: 'policy/v1beta1', kind: 'PodDisruptionBudget' })).to.equal(
      'PodDisruptionBudget',
    );
    expect(relatedKindOf({ apiVersion: 'networking.k8s.io/v1beta1', kind: 'Ingress' })).to.equal('Ingress');
    expect(relatedKindOf({ apiVersion: 'networking.internal.knative.dev/v1', kind: 'Ingress' })).to.equal(undefined);
    expect(relatedKindOf({ apiVersion: 'v1', kind: 'toString' })).to.equal(undefined);
    expect(relatedKindOf({})).to.equal(undefined);
  });

  it('are what they are in the group extensions as well, where some of them began, and no other is', () => {
    const there = Object.keys(relatedKinds).filter(
      (kind) => relatedKindOf({ apiVersion: 'extensions/v1beta1', kind }) !== undefined,
    );
    expect(there).to.deep.equal(['Deployment', 'HorizontalPodAutoscaler', 'Ingress', 'NetworkPolicy']);
  });

  it('keep what policies read of a Deployment, and its containers in their places', () => {
    const object = {
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'shop', uid: '1', annotations: { long: 'x' } },
      spec: {
        replicas: 3,
        template: {
          metadata: { labels: { app: 'web' }, annotations: {} },
          spec: {
            volumes: [],
            containers: [
              null,
              { name: 'a', env: [{ name: 'PASSWORD', value: 'hunter2' }], resources: { requests: { cpu: '1' } } },
            ],
          },
        },
      },
      status: { replicas: 3 },
    };
    expect(relatedKinds.Deployment.keep(object)).to.deep.equal({
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        replicas: 3,
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [null, { name: 'a', resources: { requests: { cpu: '1' } } }] },
        },
      },
    });
  });

  it('keep how many rules a NetworkPolicy has, and none of them', () => {
    const spec = { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] };
    expect(relatedKinds.NetworkPolicy.keep({ spec })).to.deep.equal({
      spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{}] },
    });
  });

  it('keep of an Ingress what its controller routes by, and services where they have conditions', () => {
    const rules = [
      { host: 'a.example.com', http: { paths: [{ path: '/', backend: { service: { name: 'grpc', port: {} } } }] } },
    ];
    const routing = { 'konghq.com/methods': 'GET', 'konghq.com/headers.x-a': '1', 'konghq.com/headers.x-b': '2' };
    const other = {
      'konghq.com/plugins': 'cors',
      'konghq.com/headers-separator': ';',
      '*': 'x',
      'cert-manager.io/issuer': 'a',
    };
    const conditions = { 'alb.ingress.kubernetes.io/conditions.grpc': '[]' };
    expect(
      relatedKinds.Ingress.keep({ metadata: { annotations: { ...routing, ...other } }, spec: { rules } }),
    ).to.deep.equal({
      metadata: { annotations: routing },
      spec: { rules: [{ host: 'a.example.com', http: { paths: [{ path: '/' }] } }] },
    });
    expect(relatedKinds.Ingress.keep({ metadata: { annotations: conditions }, spec: { rules } })).to.deep.equal({
      metadata: { annotations: { ...conditions, [CERTIFICATE]: '' } },
      spec: {
        rules: [{ host: 'a.example.com', http: { paths: [{ path: '/', backend: { service: { name: 'grpc' } } }] } }],
      },
    });
  });

  it('keep of an Ingress that it is for an ALB, and whether that has a certificate, in few bytes', () => {
    const kept = (annotations: JsonObject): JsonObject => relatedKinds.Ingress.keep({ metadata: { annotations } });
    const long = 'arn'.repeat(10_000);
    const scheme = { 'alb.ingress.kubernetes.io/scheme': long };
    expect(kept(scheme)).to.deep.equal({ metadata: { annotations: { [CERTIFICATE]: '' } } });
    expect(kept({ ...scheme, [CERTIFICATE]: ' ' })).to.deep.equal({ metadata: { annotations: { [CERTIFICATE]: '' } } });
    expect(kept({ [CERTIFICATE]: long })).to.deep.equal({ metadata: { annotations: { [CERTIFICATE]: 'arn' } } });
    expect(kept({ 'cert-manager.io/issuer': 'a' })).to.deep.equal({ metadata: { annotations: {} } });
  });

  it('keep of a LimitRange what gives containers something', () => {
    const item = { type: 'Container', max: { cpu: '2' }, default: { cpu: '1' } };
    const limits = [{ ...item, maxLimitRequestRatio: { cpu: '4' } }, 5];
    expect(relatedKinds.LimitRange.keep({ metadata: { name: 'l', uid: '1' }, spec: { limits } })).to.deep.equal({
      metadata: { name: 'l' },
      spec: { limits: [item, null] },
    });
  });

  it('keep of a role the rules that grant everything', () => {
    const all = { apiGroups: ['*'], resources: ['*'], verbs: ['*'] };
    const rules = [{ ...all, verbs: ['get'] }, all, 'odd'];
    expect(relatedKinds.Role.keep({ metadata: { name: 'r', labels: {} }, rules })).to.deep.equal({
      metadata: { name: 'r' },
      rules: [all],
    });
  });

  it('keep own fields only, of whatever an object holds', () => {
    const odd = JSON.parse(
      '{"metadata":{"__proto__":{"name":"x"}},"spec":{"hard":null,"__proto__":{"hard":1}}}',
    ) as object;
    expect(relatedKinds.ResourceQuota.keep({ ...odd })).to.deep.equal({ metadata: {}, spec: {} });
    expect(relatedKinds.Ingress.keep({ metadata: 'a', spec: { rules: [1, { host: 'b' }] } })).to.deep.equal({
      spec: { rules: [null, { host: 'b' }] },
    });
  });
});
