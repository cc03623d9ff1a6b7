import { shellWord } from '../shell-word.js';

export interface Greeting {
  readonly port: number;
  readonly profile: string;
  readonly policies: number;
  /** The policies that add to Pods what they lack. */
  readonly injectors: readonly string[];
  /** The file that clients are to trust. */
  readonly authorityFile: string;
}

/** A review of a Deployment that no profile admits, in one line. */
const review = {
  apiVersion: 'admission.k8s.io/v1',
  kind: 'AdmissionReview',
  request: {
    uid: 'first-try',
    kind: { group: 'apps', version: 'v1', kind: 'Deployment' },
    operation: 'CREATE',
    namespace: 'shop',
    name: 'web',
    object: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'web', image: 'nginx' }] },
        },
      },
    },
  },
};

/** What somebody who started the server by hand wants to know: what it judges, whom to trust, and how to see a denial. */
export function greet({ port, profile, policies, injectors, authorityFile }: Greeting): string {
  const url = `https://localhost:${port}/validate?timeout=10s`;
  const ca = shellWord(authorityFile);
  const print = `node -p 'JSON.parse(require("fs").readFileSync(0)).response.status.message'`;
  return [
    `seaworthy: every namespace is judged by profile ${profile} (${policies} policies), on https://localhost:${port}`,
    ...(injectors.length > 0 ? [`seaworthy: Pods are injected with what they lack, by ${injectors.join(', ')}`] : []),
    trust(authorityFile),
    'seaworthy: see a denial; paste this:',
    '',
    `curl -sS --cacert ${ca} -H 'Content-Type: application/json' -d '${JSON.stringify(review)}' '${url}' | ${print}`,
    '',
    '',
  ].join('\n');
}

/** Where the CA is, for whoever is to trust a server that made one for itself. */
export function trust(authorityFile: string): string {
  return `seaworthy: clients are to trust the CA in ${authorityFile}`;
}
