import policy from '../../policies/restrict-service-exposure.js';
import type { JsonObject } from '../../src/policy/json.js';
import { testPolicy } from '../policy-tester.js';

const service = (spec: JsonObject | null): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web' },
  spec,
});
const SOLVER = 'acme.cert-manager.io/http01-solver';
const labelled = { labels: { [SOLVER]: 'true' } };
const owned = {
  ownerReferences: [{ apiVersion: 'acme.cert-manager.io/v1', kind: 'Challenge', name: 'shop-1', uid: '1' }],
};
/** What cert-manager makes to answer the challenge of an ACME server, with what is changed about it. */
const solver = (spec: JsonObject = {}, metadata: JsonObject = { ...labelled, ...owned }): JsonObject => ({
  ...service({
    type: 'NodePort',
    ports: [{ name: 'http', port: 8089, targetPort: 8089 }],
    selector: { 'acme.cert-manager.io/http-token': '9876543', [SOLVER]: 'true' },
    ...spec,
  }),
  metadata: { name: 'cm-acme-http-solver-x', ...metadata },
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
    { name: 'the NodePort by which cert-manager answers a challenge', object: solver() },
    { name: 'one that only its label tells', object: solver({}, labelled) },
    { name: 'one that only its owner tells, as it is stored', object: solver({ ports: [{ port: 8089 }] }, owned) },
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
    ...[
      { name: 'a solver of nobody', object: solver({}, {}) },
      { name: 'a solver that is told to be none', object: solver({}, { labels: { [SOLVER]: 'false' } }) },
      {
        name: 'a solver of a Challenge that is not of cert-manager',
        object: solver({}, { ownerReferences: [{ apiVersion: 'games.example.com/v1', kind: 'Challenge', name: 'x' }] }),
      },
      {
        name: 'a solver of another object of cert-manager',
        object: solver({}, { ownerReferences: [{ apiVersion: 'acme.cert-manager.io/v1', kind: 'Order', name: 'x' }] }),
      },
      { name: 'a label of cert-manager on another port', object: solver({ ports: [{ port: 80, targetPort: 8089 }] }) },
      { name: "the solver's port before another", object: solver({ ports: [{ port: 8089, targetPort: 'web' }] }) },
      { name: "another port beside the solver's", object: solver({ ports: [{ port: 8089 }, { port: 80 }] }) },
      { name: 'a solver without ports', object: solver({ ports: null }) },
      { name: 'a solver that leads to other Pods', object: solver({ selector: { app: 'web' } }) },
    ].map((one) => ({ ...one, violations: [refused('NodePort')] })),
    {
      name: 'a load balancer for a solver where it is not allowed',
      object: solver({ type: 'LoadBalancer' }),
      settings: { allow: ['ClusterIP'] },
      violations: [refused('LoadBalancer', 'ClusterIP')],
    },
    {
      name: 'external addresses of a solver',
      object: solver({ externalIPs: ['192.0.2.1'] }),
      violations: [
        { path: '/spec/externalIPs/0', message: 'the Service takes the traffic of the external address "192.0.2.1"' },
      ],
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
