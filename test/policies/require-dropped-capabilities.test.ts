import policy from '../../policies/require-dropped-capabilities.js';
import type { Json } from '../../src/policy/json.js';
import { container, deployment, everyClass, everyPlace, pod } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const capabilities = (value: Json) => ({ securityContext: { capabilities: value } });
const good = capabilities({ drop: ['ALL'] });
const keeps = {
  path: '/spec/containers/0/securityContext/capabilities/drop',
  message: 'container "app" does not drop ALL capabilities',
};
const one = (value: Json) => pod({ containers: [container(capabilities(value))] });
const adds = (capability: string, index: number) => ({
  path: `/spec/containers/0/securityContext/capabilities/add/${index}`,
  message: `container "app" adds the capability "${capability}"; only NET_BIND_SERVICE may be`,
  remedy: 'Take the capability out of securityContext.capabilities.add.',
});

testPolicy(policy, {
  accepts: [
    { name: 'every class of container that drops ALL', object: deployment(everyClass(good)) },
    {
      name: 'ALL among others, and NET_BIND_SERVICE back',
      object: one({ drop: ['NET_RAW', 'ALL'], add: ['NET_BIND_SERVICE'] }),
    },
    { name: 'Windows pods', object: pod({ os: { name: 'windows' } }) },
    { name: 'anything before Kubernetes 1.22', object: one({ add: ['CHOWN'] }), kubernetesVersion: '1.21' },
  ],
  rejects: [
    {
      name: 'every class of container that says nothing',
      object: deployment(everyClass()),
      violations: everyPlace.map(([name, place]) => ({
        path: `/spec/template/spec${place}/securityContext/capabilities/drop`,
        message: `container "${name}" does not drop ALL capabilities`,
      })),
      mended: deployment(everyClass(good)),
    },
    {
      name: 'a list without ALL, to which it is added, as the name is exact',
      object: one({ drop: ['all', 'NET_RAW'] }),
      kubernetesVersion: '1.22',
      violations: [keeps],
      mended: one({ drop: ['all', 'NET_RAW', 'ALL'] }),
    },
    {
      name: 'a word where a list should be',
      object: one({ drop: 'ALL' }),
      violations: [keeps],
      mended: one({ drop: ['ALL'] }),
    },
    { name: 'null', object: one(null), violations: [keeps], mended: one({ drop: ['ALL'] }) },
    {
      name: 'whatever is added, and leaves the one that may be',
      object: one({ drop: ['ALL'], add: ['CHOWN', 'NET_BIND_SERVICE', 'SYS_TIME'] }),
      violations: [adds('CHOWN', 0), adds('SYS_TIME', 2)],
      mended: one({ drop: ['ALL'], add: ['NET_BIND_SERVICE'] }),
    },
    {
      name: 'whatever is added, and leaves no list where nothing may be',
      object: one({ drop: ['ALL'], add: ['CHOWN', 'SYS_TIME'] }),
      violations: [adds('CHOWN', 0), adds('SYS_TIME', 1)],
      mended: one({ drop: ['ALL'] }),
    },
  ],
});
