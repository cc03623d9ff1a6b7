import { expect } from 'chai';
import { arrayAt } from '../../src/policy/json.js';
import { eventually } from './harness/eventually.js';
import { withSeaworthy } from './harness/installation.js';
import { total } from './harness/metrics.js';
import { createNamespace } from './harness/namespace.js';
import { theCluster } from './harness/suite.js';
import { barePodSpec, deployment, pod } from './harness/workloads.js';

describe('a namespace that did not opt in', () => {
  const seaworthy = withSeaworthy();
  const requests = async (): Promise<number> =>
    total(await seaworthy().metrics(), 'seaworthy_admission_requests_total');

  it('is never asked about, from the Deployment to its Pods', async () => {
    const { admin } = theCluster();
    const namespace = await createNamespace(theCluster(), 'plain');
    const before = await requests();
    const applied = await admin.run(['apply', '-f', '-'], deployment({ name: 'web', namespace }, barePodSpec()));
    expect(applied).to.include({ code: 0, stderr: '' });
    await admin.apply(pod({ name: 'alone', namespace }, barePodSpec()));
    await eventually('the Deployment has its Pods', async () => {
      return arrayAt(await admin.get('pods', '-n', namespace, '-l', 'app=web'), 'items').length === 2;
    });
    await admin.succeed(['scale', 'deployment', 'web', '-n', namespace, '--replicas=1']);
    await admin.succeed(['delete', 'deployment', 'web', '-n', namespace]);
    expect(await requests()).to.equal(before);
  });

  it('is asked about once it opts in', async () => {
    const { admin } = theCluster();
    const namespace = await createNamespace(theCluster(), 'opted', { warn: 'production' });
    const before = await requests();
    await admin.apply(pod({ name: 'alone', namespace }, barePodSpec()));
    expect(await requests()).to.be.greaterThan(before);
  });
});
