import { expect } from 'chai';
import { linesOf } from '../docs/guide.js';
import { repository } from './harness/manifests.js';
import { runCommand, type Output } from './harness/run-command.js';
import { theCluster } from './harness/suite.js';

/** Runs a line as a reader does, in the folder of the project. */
function paste(line: string, env: NodeJS.ProcessEnv): Promise<Output> {
  return runCommand('sh', ['-c', `cd '${repository}' && ${line}`], { env: { ...process.env, ...env } });
}

/** The namespace shop of the guide, under a name that no other test uses. */
const NAMESPACE = 'guided-shop';

describe('the guide to opting in', () => {
  it('leads a namespace in, and out again', async () => {
    const { admin } = theCluster();
    await admin.succeed(['create', 'namespace', NAMESPACE]);
    try {
      const seen: string[] = [];
      for (const line of linesOf('opt-in.md')) {
        const { code, stderr } = await paste(line.replace(' shop', ` ${NAMESPACE}`), { KUBECONFIG: admin.kubeconfig });
        expect(code, `${line}\n${stderr}`).to.equal(0);
        const labels = await admin.succeed(['get', 'namespace', NAMESPACE, '-o', 'jsonpath={.metadata.labels}']);
        seen.push([...labels.matchAll(/"seaworthy\.dev\/(\w+)":"production"/g)].map(([, label]) => label).join(' '));
      }
      expect(seen).to.deep.equal([
        '',
        'audit',
        'audit warn',
        'audit inject warn',
        'audit enforce inject warn',
        'audit inject warn',
        '',
      ]);
    } finally {
      await admin.succeed(['delete', 'namespace', NAMESPACE, '--wait=false']);
    }
  });
});
