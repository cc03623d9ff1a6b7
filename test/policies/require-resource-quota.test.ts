import policy from '../../policies/require-resource-quota.js';
import type { JsonObject } from '../../src/policy/json.js';
import { testPolicy } from '../policy-tester.js';

const namespace: JsonObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
const quota = (spec: JsonObject, metadata: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'quota', namespace: 'shop', ...metadata },
  spec,
});
const hard = { cpu: '8', memory: '32Gi', pods: '50', services: 10, persistentvolumeclaims: '0' };
const uncovered = (what: string) => ({
  path: '/metadata/name',
  message: `no ResourceQuota of namespace "shop" covers ${what}`,
});
const all = 'cpu, memory, pods, services, persistentvolumeclaims';

testPolicy(policy, {
  accepts: [
    { name: 'a quota that covers everything', object: namespace, related: [quota({ hard })] },
    {
      name: 'other names for the same',
      object: namespace,
      related: [
        quota({
          hard: {
            'requests.cpu': '8',
            'requests.memory': '32Gi',
            'count/pods': '50',
            'count/services': '10',
            'count/persistentvolumeclaims': '5',
          },
        }),
      ],
    },
    {
      name: 'two quotas together',
      object: namespace,
      related: [
        quota({ hard: { cpu: '8', memory: '32Gi' } }),
        quota({ hard: { pods: '50', services: '10', persistentvolumeclaims: '5' } }, { name: 'objects' }),
      ],
    },
    {
      name: 'a quota in a manifest that names no namespace',
      object: namespace,
      related: [quota({ hard }, { namespace: null })],
    },
    {
      name: 'what the settings want',
      object: namespace,
      settings: { cover: ['pods'] },
      related: [quota({ hard: { pods: '9' } })],
    },
    { name: 'nothing, where the settings want nothing', object: namespace, settings: { cover: [] } },
    { name: 'whatever it is, while nobody can see quotas', object: namespace, related: 'unknown' },
    { name: 'a Namespace without a name', object: { apiVersion: 'v1', kind: 'Namespace' } },
  ],
  rejects: [
    { name: 'no quota', object: namespace, violations: [uncovered(all)] },
    {
      name: 'a quota with gaps',
      object: namespace,
      related: [quota({ hard: { ...hard, memory: null, services: null } })],
      violations: [uncovered('memory, services')],
    },
    {
      name: 'limits, which are not what is taken',
      object: namespace,
      related: [quota({ hard: { ...hard, cpu: null, 'limits.cpu': '8' } })],
      violations: [uncovered('cpu')],
    },
    {
      name: 'a quota of another namespace',
      object: namespace,
      related: [quota({ hard }, { namespace: 'other' })],
      violations: [uncovered(all)],
    },
    {
      name: 'quotas with scopes, which bound some pods only',
      object: namespace,
      related: [
        quota({ hard, scopes: ['BestEffort'] }),
        quota({ hard, scopeSelector: { matchExpressions: [] } }, { name: 'other' }),
      ],
      violations: [uncovered(all)],
    },
    {
      name: 'a resource of the settings',
      object: namespace,
      settings: { cover: ['requests.nvidia.com/gpu'] },
      related: [quota({ hard })],
      violations: [uncovered('requests.nvidia.com/gpu')],
    },
  ],
});
