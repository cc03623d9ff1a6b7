import policy from '../../policies/restrict-proc-mount.js';
import { deployment, everyClass, everyPlace, pod } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const procMount = (value: string | null) => ({ securityContext: { procMount: value } });
const unmasked = everyPlace.map(([name, place]) => ({
  path: `/spec${place}/securityContext/procMount`,
  message: `container "${name}" sets procMount to "Unmasked"`,
}));
const ofItsOwn = pod({ hostUsers: false, ...everyClass(procMount('Unmasked')) });

testPolicy(policy, {
  accepts: [
    { name: 'containers that say nothing', object: deployment(everyClass(procMount(null))) },
    { name: 'every class of container that says Default', object: pod(everyClass(procMount('Default'))) },
    { name: 'Windows pods', object: pod({ os: { name: 'windows' }, ...everyClass(procMount('Unmasked')) }) },
    {
      name: 'a user namespace of its own, where the settings let it',
      object: ofItsOwn,
      settings: { allowWithUserNamespaces: true },
      kubernetesVersion: '1.35',
    },
  ],
  rejects: [
    {
      name: 'every class of container that takes the masks away',
      object: pod(everyClass(procMount('Unmasked'))),
      settings: { allowWithUserNamespaces: true },
      violations: unmasked,
    },
    { name: 'a user namespace of its own where the settings do not let it', object: ofItsOwn, violations: unmasked },
    {
      name: 'a user namespace of its own before Kubernetes 1.35',
      object: ofItsOwn,
      settings: { allowWithUserNamespaces: true },
      kubernetesVersion: '1.34',
      violations: unmasked,
    },
    {
      name: 'what is no procMount',
      object: pod(everyClass(procMount(''))),
      violations: unmasked.map(({ path, message }) => ({ path, message: message.replace('Unmasked', '') })),
    },
  ],
});
