import policy from '../../policies/disallow-host-ports.js';
import { container, deployment, everyClass, everyPlace, pod } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const ports = (...list: readonly { containerPort: number; hostPort?: number | string }[]) => ({ ports: list });

testPolicy(policy, {
  accepts: [
    { name: 'every class of container without ports', object: pod(everyClass()) },
    {
      name: 'ports of the container alone',
      object: deployment({ containers: [container(ports({ containerPort: 80 }))] }),
    },
    {
      name: 'port 0, which is none',
      object: pod({ containers: [container(ports({ containerPort: 80, hostPort: 0 }))] }),
    },
    { name: 'the network of the node without ports', object: pod({ hostNetwork: true }) },
  ],
  rejects: [
    {
      name: 'every class of container with a port of the node',
      object: pod(everyClass(ports({ containerPort: 8080 }, { containerPort: 80, hostPort: 81 }))),
      violations: everyPlace.map(([name, place]) => ({
        path: `/spec${place}/ports/1/hostPort`,
        message: `container "${name}" takes port 81 of the node`,
      })),
    },
    {
      name: 'ports that the API server will copy under hostNetwork, as if they had been copied',
      object: deployment({
        hostNetwork: true,
        containers: [container(ports({ containerPort: 8080 }, { containerPort: 80, hostPort: 0 }))],
      }),
      violations: [
        {
          path: '/spec/template/spec/containers/0/ports/0/hostPort',
          message: 'container "app" takes port 8080 of the node',
        },
        {
          path: '/spec/template/spec/containers/0/ports/1/hostPort',
          message: 'container "app" takes port 80 of the node',
        },
      ],
    },
    {
      name: 'a port in words',
      object: pod({ containers: [container(ports({ containerPort: 80, hostPort: '80' }))] }),
      violations: [
        { path: '/spec/containers/0/ports/0/hostPort', message: 'container "app" takes port "80" of the node' },
      ],
    },
  ],
});
