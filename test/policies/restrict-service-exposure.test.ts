import policy from '../../policies/restrict-service-exposure.js';
import type { JsonObject } from '../../src/policy/json.js';
import { testPolicy } from '../policy-tester.js';

const service = (spec: JsonObject | null): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web' },
  spec,
});
const refused = (type: string, wanted = 'ClusterIP, LoadBalancer') => ({
  path: '/spec/type',
  message: `the Service has type "${type}", not ${wanted}`,
});

testPolicy(policy, {
  accepts: [
    { name: 'a Service without a type', object: service({}) },
    { name: 'an empty type, which is ClusterIP', object: service({ type: '' }) },
    { name: 'a Service without a spec', object: service(null) },
    { name: 'ClusterIP', object: service({ type: 'ClusterIP', externalIPs: null }) },
    {
      name: 'a load balancer and the node ports that it needs',
      object: service({ type: 'LoadBalancer', ports: [{ port: 80, nodePort: 30080 }] }),
    },
    { name: 'an alias in DNS', object: service({ type: 'ExternalName', externalName: 'db.example.com' }) },
    {
      name: 'a NodePort where it is allowed',
      object: service({ type: 'NodePort' }),
      settings: { allow: ['NodePort'] },
    },
    {
      name: 'the Service of Knative, which is none',
      object: { ...service({ type: 'NodePort' }), apiVersion: 'serving.knative.dev/v1' },
    },
  ],
  rejects: [
    { name: 'a NodePort', object: service({ type: 'NodePort' }), violations: [refused('NodePort')] },
    {
      name: 'a load balancer where it is not allowed',
      object: service({ type: 'LoadBalancer' }),
      settings: { allow: ['ClusterIP'] },
      violations: [refused('LoadBalancer', 'ClusterIP')],
    },
    {
      name: 'a type that nobody has heard of',
      object: service({ type: 'nodeport' }),
      violations: [refused('nodeport')],
    },
    {
      name: 'external addresses, whatever the type',
      object: service({ externalIPs: ['192.0.2.1', null] }),
      violations: [
        {
          path: '/spec/externalIPs/0',
          message: 'the Service takes the traffic of the external address "192.0.2.1"',
          subject: '192.0.2.1',
        },
        { path: '/spec/externalIPs/1', message: 'the Service takes the traffic of the external address "null"' },
      ],
    },
  ],
});
