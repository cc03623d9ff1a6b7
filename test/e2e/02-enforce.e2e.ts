import { expect } from 'chai';
import { dig, type JsonObject } from '../../src/policy/json.js';
import { stepsOf, withField } from './harness/field-path.js';
import { withSeaworthy } from './harness/installation.js';
import { createNamespace } from './harness/namespace.js';
import { theCluster } from './harness/suite.js';
import { barePodSpec, deployment, pod } from './harness/workloads.js';

const probe = { tcpSocket: { port: 8080 }, periodSeconds: 10 };

/** What a reader who follows the message writes, by the last name of the path that it gives. */
const remedies: Readonly<Record<string, unknown>> = {
  readinessProbe: probe,
  livenessProbe: { tcpSocket: { port: 8080 }, periodSeconds: 20 },
  cpu: '100m',
  memory: '256Mi',
  runAsNonRoot: true,
  allowPrivilegeEscalation: false,
  drop: ['ALL'],
  seccompProfile: { type: 'RuntimeDefault' },
  preStop: { sleep: { seconds: 5 } },
  terminationGracePeriodSeconds: 30,
};

/** The findings of a denial as kubectl prints it: policy, message and place of each. */
function findingsOf(
  stderr: string,
): readonly { readonly policy: string; readonly message: string; readonly path: string }[] {
  return [...stderr.matchAll(/^ {2}([a-z-]+): (.*) \((\S+)\)$/gm)].map(([, policy = '', message = '', path = '']) => ({
    policy,
    message,
    path,
  }));
}

describe('a namespace that enforces', () => {
  withSeaworthy();

  it('refuses a Deployment that is not fit, with every finding, and admits it once it is mended as the message says', async () => {
    const { admin } = theCluster();
    const namespace = await createNamespace(theCluster(), 'enforce', { enforce: 'production' });
    const bad = deployment({ name: 'web', namespace }, barePodSpec());
    const refused = await admin.run(['apply', '-f', '-'], bad);
    expect(refused.code).to.equal(1);
    expect(refused.stderr).to.match(
      /^Error from server \(Forbidden\): .*admission webhook "enforce\.seaworthy\.dev" denied the request: Deployment "web" is not ready for production \(profile production\): \d+ findings$/m,
    );
    const findings = findingsOf(refused.stderr);
    expect(findings.map(({ message }) => message)).to.include.members([
      'container "web" has no readiness probe',
      'container "web" has no memory limit',
    ]);
    const policies = findings.map(({ policy }) => policy);
    expect(policies).to.include.members([
      'require-probes',
      'require-resources',
      'require-non-root',
      'disallow-privilege-escalation',
      'require-prestop-hook',
    ]);
    expect(refused.stderr).to.include(`${findings.length} findings`);
    expect(refused.stderr).to.match(/^Fix: seaworthy explain (?:[a-z-]+ ?)+/m);

    const mended = findings.reduce<unknown>((object, { path }) => {
      const steps = stepsOf(path);
      return withField(object, steps, remedies[String(steps.at(-1))]);
    }, bad) as JsonObject;
    const admitted = await admin.run(['apply', '-f', '-'], mended);
    expect(admitted.stderr).not.to.include('denied');
    expect(admitted).to.include({ code: 0, stdout: 'deployment.apps/web created\n' });
  });

  it('stores nothing of what it refused', async () => {
    const { admin } = theCluster();
    const namespace = await createNamespace(theCluster(), 'enforce', { enforce: 'production' });
    const refused = await admin.run(['create', '-f', '-'], pod({ name: 'web', namespace }, barePodSpec()));
    expect(refused.stderr).to.include('Pod "web" is not ready for production');
    expect(dig(await admin.get('pods', '-n', namespace), 'items')).to.deep.equal([]);
  });

  it('refuses a label that names no profile, with the nearest right name', async () => {
    const { admin } = theCluster();
    const namespace = await createNamespace(theCluster(), 'plain');
    const refused = await admin.run(['label', 'namespace', namespace, 'seaworthy.dev/enforce=produktion']);
    expect(refused.code).to.equal(1);
    expect(refused.stderr).to.include('namespaces.seaworthy.dev').and.to.include('production');
    await admin.succeed(['label', 'namespace', namespace, 'seaworthy.dev/enforce=production']);
    await admin.succeed(['label', 'namespace', namespace, 'seaworthy.dev/enforce-']);
  });
});
