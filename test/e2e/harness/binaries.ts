import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const built = join(import.meta.dirname, '..', '.bin');
const names = ['etcd', 'kube-apiserver', 'kube-controller-manager'] as const;
export type Binaries = Readonly<Record<(typeof names)[number], string>>;

/** Where the control plane's programs are: the folder of controller-runtime's convention, or what build.sh has built. */
export function controlPlaneBinaries(): Binaries {
  const assets = process.env['KUBEBUILDER_ASSETS'];
  const folder = assets ?? built;
  const missing = names.filter((name) => !existsSync(join(folder, name)));
  if (missing.length > 0) {
    const remedy = assets === undefined ? 'run test/e2e/build.sh' : 'KUBEBUILDER_ASSETS must hold all three of them';
    throw new Error(`${missing.join(', ')} not found in ${folder}: ${remedy}`);
  }
  return {
    etcd: join(folder, 'etcd'),
    'kube-apiserver': join(folder, 'kube-apiserver'),
    'kube-controller-manager': join(folder, 'kube-controller-manager'),
  };
}

/** The helm that build.sh has built, or the one on PATH. */
export function helmBinary(): string {
  const folders = [built, ...(process.env['PATH'] ?? '').split(delimiter)];
  const found = folders.map((folder) => join(folder, 'helm')).find((file) => existsSync(file));
  if (found === undefined) throw new Error('helm not found: run test/e2e/build.sh, or put helm on PATH');
  return found;
}
