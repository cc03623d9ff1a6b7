import { writeFileSync } from 'node:fs';

export interface Credentials {
  readonly server: string;
  /** The certificate authority of the API server, PEM. */
  readonly ca: string;
  readonly token: string;
}

/** Writes a kubeconfig for one token. */
export function writeKubeconfig(file: string, { server, ca, token }: Credentials): string {
  const cluster = { server, 'certificate-authority-data': Buffer.from(ca).toString('base64') };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'e2e',
    clusters: [{ name: 'e2e', cluster }],
    users: [{ name: 'e2e', user: { token } }],
    contexts: [{ name: 'e2e', context: { cluster: 'e2e', user: 'e2e' } }],
  };
  writeFileSync(file, JSON.stringify(config, undefined, 2), { mode: 0o600 });
  return file;
}
