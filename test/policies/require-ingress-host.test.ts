import policy from '../../policies/require-ingress-host.js';
import type { JsonObject } from '../../src/policy/json.js';
import { ingress } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const http = (...paths: readonly string[]): JsonObject => ({ http: { paths: paths.map((path) => ({ path })) } });
const path = '/spec/rules/0/host';
const classed = (ingressClassName: string, annotations: JsonObject = {}): JsonObject => {
  const object = ingress([http('/')]);
  return {
    ...object,
    metadata: { name: 'web', annotations },
    spec: { ...(object['spec'] as JsonObject), ingressClassName },
  };
};

testPolicy(policy, {
  accepts: [
    { name: 'a host in each rule', object: ingress([{ host: 'a.example.com' }, { host: 'b.example.com' }]) },
    { name: 'a family of hosts', object: ingress([{ host: '*.example.com' }]) },
    ...['alb', 'gce-internal', 'tailscale', 'voyager', 'cilium'].map((name) => ({
      name: `no host where the class ${name} has a load balancer for each Ingress`,
      object: classed(name),
    })),
    {
      name: 'no host on GKE',
      object: {
        ...ingress([{ host: '*', ...http('/') }]),
        metadata: { annotations: { 'kubernetes.io/ingress.allow-http': 'false' } },
      },
    },
    { name: 'a default backend without rules', object: ingress([]) },
  ],
  rejects: [
    {
      name: 'a rule without a host, beside one that has it',
      object: ingress([{ host: 'a.example.com' }, http('/api', '/admin')]),
      violations: [
        { path: '/spec/rules/1/host', message: 'the rule for path "/api" names no host', subject: '/api\n/admin' },
      ],
    },
    ...[
      {
        name: 'no host in the group of an ALB',
        object: classed('alb', { 'alb.ingress.kubernetes.io/group.name': 'shop' }),
      },
      {
        name: 'no host where Cilium shares',
        object: classed('cilium', { 'ingress.cilium.io/loadbalancer-mode': 'shared' }),
      },
      { name: 'no host for NGINX', object: classed('nginx') },
    ].map((one) => ({ ...one, violations: [{ path, message: 'the rule for path "/" names no host', subject: '/' }] })),
    {
      name: 'an empty and a null host',
      object: ingress([{ host: '', ...http('/') }, { host: null }]),
      violations: [
        { path, message: 'the rule for path "/" names no host' },
        { path: '/spec/rules/1/host', message: 'rule #1 names no host' },
      ],
    },
    {
      name: 'a bare *',
      object: ingress([{ host: '*', ...http('/') }]),
      violations: [{ path, message: 'the rule for path "/" has the host *, which is every host' }],
    },
    {
      name: 'a path that is missing, which is every path',
      object: { ...ingress([{ http: { paths: [{ path: null }] } }]), apiVersion: 'networking.k8s.io/v1beta1' },
      violations: [{ path, message: 'the rule for path "/" names no host', subject: '/' }],
    },
  ],
});
