import { stringAt, type JsonObject } from '../../../src/policy/json.js';
import type { Answer, Api } from '../harness/api-proxy.js';
import { eventually } from '../harness/eventually.js';
import { createNamespace } from '../harness/namespace.js';
import { theCluster } from '../harness/suite.js';
import type { PodCase } from './cases.js';
import { podSecurityPolicies } from './judge.js';

/** What the API server made of a Pod. An invalid one is refused before anybody is asked about it. */
export interface Verdict {
  readonly outcome: 'admitted' | 'denied' | 'invalid';
  /** Its own words about a refusal. */
  readonly reason: string;
}

/** How many requests are under way at once. */
const WIDTH = 8;

/** Puts every case to the API server in a namespace, and stores nothing. */
export async function askAbout(api: Api, cases: readonly PodCase[], namespace: string): Promise<readonly Verdict[]> {
  const path = `/api/v1/namespaces/${namespace}/pods?dryRun=All`;
  return each(cases, async ({ object }) => verdictOf(await api.post(path, withNamespace(object, namespace))));
}

/** Puts ephemeral containers to the API server, each to be added to a Pod that is there. */
export async function askAboutDebugging(
  api: Api,
  cases: readonly PodCase[],
  { namespace, name }: { readonly namespace: string; readonly name: string },
): Promise<readonly Verdict[]> {
  const path = `/api/v1/namespaces/${namespace}/pods/${name}/ephemeralcontainers?dryRun=All`;
  return each(cases, async ({ object }) =>
    verdictOf(await api.patch(path, { spec: { ephemeralContainers: [object] } })),
  );
}

function withNamespace(object: JsonObject, namespace: string): JsonObject {
  return { ...object, metadata: { ...(object['metadata'] as JsonObject), namespace } };
}

async function each<T, R>(items: readonly T[], ask: (item: T) => Promise<R>): Promise<readonly R[]> {
  const answers: R[] = [];
  const waiting = items.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of waiting) answers[index] = await ask(item);
  };
  await Promise.all(Array.from({ length: WIDTH }, work));
  return answers;
}

function verdictOf({ status, body }: Answer): Verdict {
  const reason = stringAt(body, 'message') ?? '';
  if (status === 200 || status === 201) return { outcome: 'admitted', reason: '' };
  if (status === 422 || status === 400) return { outcome: 'invalid', reason };
  if (status === 403 && reason.includes('violates PodSecurity')) return { outcome: 'denied', reason };
  if (status === 403 && reason.includes('denied the request')) return ownVerdict(reason);
  throw new Error(`the API server answered ${status}: ${reason}`);
}

/** Other policies than those about Pod security have their say too, but not in this comparison. */
function ownVerdict(reason: string): Verdict {
  const policies = [...reason.matchAll(/^ {2}([a-z-]+): /gm)].map(([, id = '']) => id);
  return { outcome: policies.some((id) => podSecurityPolicies.has(id)) ? 'denied' : 'admitted', reason };
}

/** A namespace that the built-in Pod Security admission holds to a level of a version, such as latest or v1.34. */
export async function createStandardNamespace(api: Api, level: string, version: string): Promise<string> {
  const namespace = await createNamespace(theCluster(), `standard-${level}`);
  const label = 'pod-security.kubernetes.io/enforce';
  await theCluster().admin.succeed([
    'label',
    'namespace',
    namespace,
    `${label}=${level}`,
    `${label}-version=${version}`,
  ]);
  const spec = { hostPID: true, containers: [{ name: 'web', image: 'registry.example.com/shop/web:1.4.2' }] };
  const bad = { name: 'bad', object: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'bad' }, spec } };
  await eventually(`${namespace} refuses what is bad`, async () => {
    const [verdict] = await askAbout(api, [bad], namespace);
    return verdict?.outcome === 'denied';
  });
  return namespace;
}
