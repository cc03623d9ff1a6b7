import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { controlPlaneBinaries } from './binaries.js';
import { startControlPlane, type ControlPlane } from './control-plane.js';
import { createKubectl, listOf, type Kubectl } from './kubectl.js';
import { accessManifests, homeNamespace } from './manifests.js';
import { endAll } from './running-process.js';

/** Labels the namespaces that tests make, so that they can be found and taken away. */
export const madeByTest = 'e2e.seaworthy.dev/made-by-test';

export interface Cluster {
  /** Holds the logs and data of everything that was started. */
  readonly folder: string;
  /** kubectl as the administrator. */
  readonly admin: Kubectl;
  /** The host by which the API server reaches this machine. */
  readonly webhookHost: string;
  /** The API server's audit log; undefined on a cluster that is not ours. */
  readonly auditLog: string | undefined;
  readonly stop: (options: { readonly keepLogs: boolean }) => Promise<void>;
}

/** A developer's own cluster, when both variables say so: a KUBECONFIG that merely lies around is never touched. */
function ownKubeconfig(): string | undefined {
  if (process.env['SEAWORTHY_E2E_USE_KUBECONFIG'] !== '1') return undefined;
  const file = process.env['KUBECONFIG'];
  if (file === undefined) throw new Error('SEAWORTHY_E2E_USE_KUBECONFIG=1 needs KUBECONFIG to name a file');
  return file;
}

async function refuseInstalled(admin: Kubectl): Promise<void> {
  const found = await admin.run(['get', 'namespace', homeNamespace()]);
  if (found.code === 0) {
    throw new Error(
      `the cluster already has a namespace ${homeNamespace()}: the end-to-end tests would replace that installation`,
    );
  }
}

/** Ends the processes, and takes the installation away from a cluster that outlives the tests. */
async function tearDown(admin: Kubectl, plane: ControlPlane | undefined): Promise<void> {
  if (plane === undefined) {
    await admin.run(['delete', 'namespace', '--wait=false', `--selector=${madeByTest}=yes`]);
    await admin.run(['delete', '--ignore-not-found', '-f', '-'], listOf(accessManifests()));
    return;
  }
  for (const running of plane.processes) await running.stop();
}

/** Starts the control plane, or takes the developer's own cluster, and applies the shipped Namespace, ServiceAccounts and roles. */
export async function startCluster(): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-e2e-'));
  try {
    const own = ownKubeconfig();
    const plane =
      own === undefined ? await startControlPlane(join(folder, 'control-plane'), controlPlaneBinaries()) : undefined;
    const admin = createKubectl(own ?? plane?.kubeconfig ?? '', folder);
    if (plane === undefined) await refuseInstalled(admin);
    await admin.apply(...accessManifests());
    return {
      folder,
      admin,
      webhookHost: process.env['SEAWORTHY_E2E_HOST'] ?? '127.0.0.1',
      auditLog: plane?.auditLog,
      stop: async ({ keepLogs }) => {
        await tearDown(admin, plane);
        if (!keepLogs) rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    endAll();
    throw new Error(
      `the cluster did not start (logs: ${folder}): ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}
