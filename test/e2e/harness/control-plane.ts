import { randomBytes, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Binaries } from './binaries.js';
import { createKubectl } from './kubectl.js';
import { writeKubeconfig } from './kubeconfig.js';
import { freePort } from './port.js';
import { startProcess, untilReady, type RunningProcess } from './running-process.js';

export interface ControlPlane {
  /** The administrator's kubeconfig. */
  readonly kubeconfig: string;
  readonly auditLog: string;
  /** From the last started to the first: the order in which they are ended. */
  readonly processes: readonly RunningProcess[];
}

interface Files {
  readonly folder: string;
  readonly binaries: Binaries;
}

// Requests that change something, with who asked and what the webhooks annotated, but without bodies.
const auditPolicy = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived', 'ResponseStarted'],
  rules: [
    { level: 'None', resources: [{ group: 'coordination.k8s.io' }, { group: '', resources: ['events'] }] },
    { level: 'Metadata', verbs: ['create', 'update', 'patch', 'delete'] },
  ],
};

async function startEtcd({ folder, binaries }: Files): Promise<{ etcd: RunningProcess; url: string }> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const peer = `http://127.0.0.1:${await freePort()}`;
  const etcd = startProcess({
    name: 'etcd',
    command: binaries.etcd,
    logFile: join(folder, 'etcd.log'),
    args: [
      `--data-dir=${join(folder, 'etcd')}`,
      '--unsafe-no-fsync',
      `--listen-client-urls=${url}`,
      `--advertise-client-urls=${url}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=default=${peer}`,
    ],
  });
  await untilReady(etcd, async () => (await fetch(`${url}/health`)).ok);
  return { etcd, url };
}

/** The key pair that signs ServiceAccount tokens, and the one administrator. */
function writeSecrets(folder: string): { key: string; publicKey: string; tokens: string; adminToken: string } {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = join(folder, 'service-accounts.key');
  const publicKey = join(folder, 'service-accounts.pub');
  const tokens = join(folder, 'tokens.csv');
  const adminToken = randomBytes(24).toString('hex');
  writeFileSync(key, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  writeFileSync(publicKey, pair.publicKey.export({ type: 'spki', format: 'pem' }));
  writeFileSync(tokens, `${adminToken},admin,admin,system:masters\n`, { mode: 0o600 });
  return { key, publicKey, tokens, adminToken };
}

function apiServerArguments(folder: string, secrets: ReturnType<typeof writeSecrets>): readonly string[] {
  const policy = join(folder, 'audit-policy.json');
  writeFileSync(policy, JSON.stringify(auditPolicy));
  return [
    '--bind-address=127.0.0.1',
    `--cert-dir=${join(folder, 'kube-apiserver')}`,
    `--token-auth-file=${secrets.tokens}`,
    '--authorization-mode=RBAC',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${secrets.publicKey}`,
    `--service-account-signing-key-file=${secrets.key}`,
    '--service-cluster-ip-range=10.0.0.0/24',
    // As in every cluster: otherwise a privileged Pod is invalid, and nobody is asked about it.
    '--allow-privileged=true',
    // Without it the API server refuses to publish a loopback address as its endpoint.
    '--endpoint-reconciler-type=none',
    `--audit-policy-file=${policy}`,
    `--audit-log-path=${join(folder, 'audit.log')}`,
    '--audit-log-mode=blocking',
  ];
}

async function startController(files: Files, kubeconfig: string, key: string): Promise<RunningProcess> {
  const port = await freePort();
  return startProcess({
    name: 'kube-controller-manager',
    command: files.binaries['kube-controller-manager'],
    logFile: join(files.folder, 'kube-controller-manager.log'),
    args: [
      `--kubeconfig=${kubeconfig}`,
      `--service-account-private-key-file=${key}`,
      '--use-service-account-credentials=true',
      '--leader-elect=false',
      // Its own limit of 20 requests a second would make the tests wait.
      '--kube-api-qps=500',
      '--kube-api-burst=1000',
      '--bind-address=127.0.0.1',
      `--secure-port=${port}`,
      `--cert-dir=${join(files.folder, 'kube-controller-manager')}`,
    ],
  });
}

/**
 * Starts etcd, kube-apiserver and kube-controller-manager in a folder of their own, and waits until the API server is ready and the
 * controllers have made the first `default` ServiceAccount, without which every Pod is refused. What was started is ended on exit.
 */
export async function startControlPlane(folder: string, binaries: Binaries): Promise<ControlPlane> {
  mkdirSync(folder, { recursive: true });
  const files = { folder, binaries };
  const { etcd, url } = await startEtcd(files);
  const secrets = writeSecrets(folder);
  const port = await freePort();
  const apiServer = startProcess({
    name: 'kube-apiserver',
    command: binaries['kube-apiserver'],
    logFile: join(folder, 'kube-apiserver.log'),
    args: [`--etcd-servers=${url}`, `--secure-port=${port}`, ...apiServerArguments(folder, secrets)],
  });
  const certificate = join(folder, 'kube-apiserver', 'apiserver.crt');
  const kubeconfig = join(folder, 'admin.kubeconfig');
  const kubectl = createKubectl(kubeconfig, folder);
  await untilReady(apiServer, async () => {
    const ca = readFileSync(certificate, 'utf8');
    writeKubeconfig(kubeconfig, { server: `https://127.0.0.1:${port}`, ca, token: secrets.adminToken });
    return (await kubectl.run(['get', '--raw', '/readyz'])).code === 0;
  });
  const controllers = await startController(files, kubeconfig, secrets.key);
  await untilReady(controllers, async () => (await kubectl.run(['get', 'serviceaccount', 'default'])).code === 0);
  return { kubeconfig, auditLog: join(folder, 'audit.log'), processes: [controllers, apiServer, etcd] };
}
