import { delimiter, dirname } from 'node:path';
import { expect } from 'chai';
import { createReader, mentions, needsCluster } from '../readme.js';
import { helmBinary } from './harness/binaries.js';
import { repository } from './harness/manifests.js';
import { runCommand, type Output } from './harness/run-command.js';
import { theCluster } from './harness/suite.js';

/** Runs a line as a reader does: in a shell, in the folder of the project, with what they would have on their PATH. */
function paste(line: string, env: NodeJS.ProcessEnv = {}): Promise<Output> {
  const folders = [dirname(helmBinary()), process.env['PATH']].join(delimiter);
  const all = { ...process.env, NO_COLOR: '1', npm_config_loglevel: 'error', ...env, PATH: folders };
  return runCommand('sh', ['-c', `cd '${repository}' && ${line}`], { env: all });
}

/** The rest of the README is followed by `npm test`. */
describe('the README, where it asks a cluster', () => {
  const { follow, runs, notRun } = createReader(paste);

  it('mentions a command that applies what is shipped', async () => {
    const line = 'kubectl apply -f deploy/install.yaml';
    expect(mentions()).to.include(line);
    runs(line);
    // That it is applied for good, and what then runs, is shown by the test of the installation.
    const typed = line.replace('apply ', 'apply --dry-run=client ');
    const { code, stdout, stderr } = await paste(typed, { KUBECONFIG: theCluster().admin.kubeconfig });
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    expect(stdout).to.match(/^deployment\.apps\/seaworthy .*dry run/m);
  });

  // The scenarios have put parts of Seaworthy into this cluster, which helm would else refuse to take over.
  it('installs the chart with the values that it names, as far as the API server can tell without keeping it', async () => {
    const { admin } = theCluster();
    const { code, stdout, stderr } = await follow(
      'helm install',
      { KUBECONFIG: admin.kubeconfig },
      (line) => `${line} --dry-run=server --take-ownership`,
    );
    expect(stderr).to.equal('');
    expect(code).to.equal(0);
    expect(stdout).to.include('image: registry.example.com/seaworthy:0.1.0\n');
  });

  it('opts a namespace in and out again', async () => {
    const { admin } = theCluster();
    const env = { KUBECONFIG: admin.kubeconfig };
    await admin.succeed(['create', 'namespace', 'shop']);
    for (const start of [
      'npx seaworthy audit',
      'kubectl label namespace shop seaworthy.dev/warn',
      'kubectl label namespace shop seaworthy.dev/enforce=',
    ]) {
      expect((await follow(start, env)).code).to.equal(0);
    }
    const labels = await admin.succeed(['get', 'namespace', 'shop', '-o', 'jsonpath={.metadata.labels}']);
    for (const label of ['audit', 'warn', 'inject', 'enforce'])
      expect(labels).to.include(`"seaworthy.dev/${label}":"production"`);
    expect((await follow('kubectl label namespace shop seaworthy.dev/enforce-', env)).code).to.equal(0);
    await admin.succeed(['delete', 'namespace', 'shop', '--wait=false']);
  });

  it('has no command on a cluster that nothing runs', () => {
    expect(notRun().filter(needsCluster)).to.deep.equal([]);
  });
});
