import policy from '../../policies/require-network-policy.js';
import type { JsonObject } from '../../src/policy/json.js';
import { cronJob, daemonSet, deployment, everyClass, job, pod, within } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const governing = (spec: JsonObject, name = 'web'): JsonObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name },
  spec: { podSelector: { matchLabels: { app: 'web' } }, ...spec },
});
const both = { policyTypes: ['Ingress', 'Egress'] };
const web = deployment(everyClass());
const open = (direction: string, path = '/spec/template/metadata/labels') => ({
  path,
  message: `no NetworkPolicy governs the ${direction} of the pod`,
});

testPolicy(policy, {
  accepts: [
    { name: 'one that lets nothing through', object: web, related: [governing(both)] },
    {
      name: 'one that is written in the group it was in before Kubernetes 1.16',
      object: web,
      related: [{ ...governing(both), apiVersion: 'extensions/v1beta1' }],
    },
    { name: 'one for every pod', object: daemonSet(), related: [governing({ ...both, podSelector: {} })] },
    {
      name: 'one without a selector, which is for every pod',
      object: job(),
      related: [governing({ ...both, podSelector: null })],
    },
    {
      name: 'one for each way',
      object: web,
      related: [governing({ policyTypes: ['Egress'] }, 'out'), governing({ policyTypes: ['Ingress'] }, 'in')],
    },
    {
      name: 'one that has rules for egress and names no types',
      object: cronJob(),
      related: [governing({ egress: [{}] })],
    },
    {
      name: 'one of its namespace',
      object: pod({}, { labels: { app: 'web' } }),
      namespace: 'shop',
      related: [within('shop', governing(both))],
    },
    { name: 'pods on the network of their node', object: deployment({ hostNetwork: true }) },
    { name: 'whatever it is, while nobody can see NetworkPolicies', object: web, related: 'unknown' },
  ],
  rejects: [
    { name: 'a workload without any', object: web, violations: [open('ingress'), open('egress')] },
    {
      name: 'a CronJob without any',
      object: cronJob(),
      violations: [
        open('ingress', '/spec/jobTemplate/spec/template/metadata/labels'),
        open('egress', '/spec/jobTemplate/spec/template/metadata/labels'),
      ],
    },
    {
      name: 'a Pod without labels',
      object: pod(),
      related: [governing(both)],
      violations: [
        { ...open('ingress', '/metadata/labels'), subject: 'Ingress' },
        { ...open('egress', '/metadata/labels'), subject: 'Egress' },
      ],
    },
    {
      name: 'one that names no types and has no rules, which is for ingress',
      object: web,
      related: [governing({ egress: [] })],
      violations: [open('egress')],
    },
    {
      name: 'one for egress alone, whatever rules it has for ingress',
      object: web,
      related: [governing({ policyTypes: ['Egress'], ingress: [{}] })],
      violations: [open('ingress')],
    },
    {
      name: 'one of another namespace',
      object: web,
      namespace: 'shop',
      related: [within('other', governing(both))],
      violations: [open('ingress'), open('egress')],
    },
  ],
});
