import { expect } from 'chai';
import { auditEvents, annotationsOf } from './harness/audit-log.js';
import { eventually } from './harness/eventually.js';
import { withSeaworthy } from './harness/installation.js';
import { createNamespace, type Labels } from './harness/namespace.js';
import type { Output } from './harness/run-command.js';
import { theCluster } from './harness/suite.js';
import { barePodSpec, deployment } from './harness/workloads.js';

async function applyBare(labels: Labels): Promise<{ readonly namespace: string; readonly output: Output }> {
  const namespace = await createNamespace(theCluster(), 'softly', labels);
  const output = await theCluster().admin.run(
    ['apply', '-f', '-'],
    deployment({ name: 'web', namespace }, barePodSpec()),
  );
  return { namespace, output };
}

/** The annotations that webhooks left on the creation of the Deployment; empty on a cluster whose audit log is not ours. */
async function annotations(namespace: string): Promise<Readonly<Record<string, string>>> {
  const { auditLog } = theCluster();
  if (auditLog === undefined) return {};
  const event = await eventually('the creation is in the audit log', () => {
    return auditEvents(auditLog, { namespace, resource: 'deployments' })[0];
  });
  return annotationsOf(event);
}

describe('a namespace that warns or audits', () => {
  withSeaworthy();

  it('admits under `warn`, and the client sees each finding as a warning', async () => {
    const { output } = await applyBare({ warn: 'production' });
    expect(output).to.include({ code: 0, stdout: 'deployment.apps/web created\n' });
    for (const policy of ['require-probes', 'require-resources', 'require-non-root', 'disallow-privilege-escalation']) {
      expect(output.stderr).to.match(new RegExp(`^Warning: ${policy}: .*"?`, 'm'));
    }
    expect(output.stderr).to.include('container "web" has no readiness probe');
  });

  it('admits under `audit` without a word to the client, and annotates the audit log of the API server', async () => {
    const { namespace, output } = await applyBare({ audit: 'production' });
    expect(output).to.include({ code: 0, stdout: 'deployment.apps/web created\n', stderr: '' });
    const found = await annotations(namespace);
    if (theCluster().auditLog === undefined) return;
    expect(found['audit.seaworthy.dev/require-probes']).to.include('container "web" has no readiness probe');
    expect(Object.keys(found)).to.include.members([
      'audit.seaworthy.dev/require-resources',
      'audit.seaworthy.dev/require-non-root',
    ]);
  });

  it('asks one webhook for a namespace with both labels, and each finding goes by the stronger', async () => {
    const { namespace, output } = await applyBare({ warn: 'baseline', audit: 'production' });
    expect(output.code).to.equal(0);
    expect(output.stderr)
      .to.match(/^Warning: require-probes: /m)
      .and.not.to.include('disallow-privilege-escalation');
    const found = await annotations(namespace);
    if (theCluster().auditLog === undefined) return;
    expect(found).to.have.property('warn.seaworthy.dev/disallow-privilege-escalation');
    expect(Object.keys(found).filter((key) => key.startsWith('audit.seaworthy.dev/'))).to.deep.equal([]);
  });
});
