import policy from '../../policies/disallow-shared-single-writer-volumes.js';
import type { Json, JsonObject } from '../../src/policy/json.js';
import { autoscaler, daemonSet, deployment, everyClass, pod, statefulSet, within } from '../builders.js';
import { testPolicy } from '../policy-tester.js';

const claim = (accessModes: Json): JsonObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'uploads' },
  spec: { accessModes },
});
const once = claim(['ReadWriteOnce']);
const mounts = {
  ...everyClass(),
  volumes: [{ name: 'tmp' }, { name: 'data', persistentVolumeClaim: { claimName: 'uploads' } }],
};
const three = deployment(mounts, { replicas: 3 });
const shared = (pods: string) => ({
  path: '/spec/template/spec/volumes/1/persistentVolumeClaim/claimName',
  message: `volume "data" is shared by ${pods}, but claim "uploads" is for one writer`,
  subject: 'uploads',
});

testPolicy(policy, {
  accepts: [
    { name: 'a claim that many may write to', object: three, related: [claim(['ReadWriteMany'])] },
    { name: 'a claim that many may read', object: three, related: [claim(['ReadWriteOnce', 'ReadOnlyMany'])] },
    { name: 'a claim that names no access mode', object: three, related: [claim(null)] },
    { name: 'a claim that is not there', object: three },
    { name: 'a claim of another namespace', object: three, namespace: 'shop', related: [within('other', once)] },
    { name: 'claims that nobody can see', object: three, related: 'unknown' },
    { name: 'one pod', object: deployment(mounts), related: [once] },
    { name: 'what is switched off', object: deployment(mounts, { replicas: 0 }), related: [once, autoscaler()] },
    { name: 'a StatefulSet', object: statefulSet(mounts, { replicas: 3 }), related: [once] },
    { name: 'a DaemonSet', object: daemonSet(mounts), related: [once] },
    { name: 'a Pod', object: pod(mounts), related: [once] },
    { name: 'no volumes', object: deployment({ volumes: [null, { persistentVolumeClaim: 'x' }] }, { replicas: 3 }) },
  ],
  rejects: [
    { name: 'a claim for one node', object: three, related: [once], violations: [shared('3 pods')] },
    {
      name: 'a claim for one pod, in a DeploymentConfig',
      object: { ...three, apiVersion: 'apps.openshift.io/v1', kind: 'DeploymentConfig' },
      related: [claim(['ReadWriteOncePod'])],
      violations: [shared('3 pods')],
    },
    {
      name: 'an autoscaler that may make more than one',
      object: deployment(mounts),
      related: [once, autoscaler()],
      violations: [shared('the pods of an autoscaler')],
    },
  ],
});
