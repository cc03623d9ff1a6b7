import policy from '../../policies/restrict-volume-types.js';
import { deployment, everyClass, pod } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const volumes = (...types: readonly string[]) => ({
  volumes: types.map((type, index) => ({ name: `v${index}`, [type]: {} })),
});
const refused = [
  ...['awsElasticBlockStore', 'azureDisk', 'azureFile', 'cephfs', 'cinder', 'fc', 'flexVolume', 'flocker'],
  ...['gcePersistentDisk', 'gitRepo', 'glusterfs', 'hostPath', 'iscsi', 'nfs', 'photonPersistentDisk'],
  ...['portworxVolume', 'quobyte', 'rbd', 'scaleIO', 'storageos', 'vsphereVolume'],
];
const violation = (type: string, index = 0) => ({
  path: `/spec/volumes/${index}/${type}`,
  message: `volume "v${index}" is of the type "${type}", which is not allowed`,
});

testPolicy(policy, {
  accepts: [
    { name: 'a pod without volumes, with every class of container', object: pod(everyClass()) },
    {
      name: 'volumes that are portable and safe',
      object: deployment(
        volumes(
          ...['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image'],
          ...['persistentVolumeClaim', 'projected', 'secret'],
        ),
      ),
    },
    { name: 'a volume without a type, which is an emptyDir', object: pod({ volumes: [{ name: 'a', nfs: null }] }) },
    { name: 'a misspelt type, which has no effect', object: pod(volumes('hostpath')) },
  ],
  rejects: [
    {
      name: 'every other type',
      object: pod(volumes(...refused)),
      violations: refused.map(violation),
    },
    {
      name: 'the volumes of a template',
      object: deployment(volumes('emptyDir', 'nfs')),
      violations: [{ ...violation('nfs', 1), path: '/spec/template/spec/volumes/1/nfs' }],
    },
    {
      name: 'a repository of Git, with a remedy of its own',
      object: pod(volumes('gitRepo')),
      violations: [
        {
          ...violation('gitRepo'),
          remedy: 'Mount an emptyDir, and clone the repository into it in an init container.',
        },
      ],
    },
    {
      name: 'a type that nobody knows on a cluster that is newer than the list',
      object: pod(volumes('wormhole')),
      kubernetesVersion: '1.99',
      violations: [violation('wormhole')],
    },
  ],
});
