import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { arrayAt, field, objectAt, stringAt } from '../src/policy/json.js';
import type { Json, JsonObject } from '../src/policy/json.js';
import { governs } from '../src/policy/network-policy.js';
import type { Direction } from '../src/policy/network-policy.js';
import { selects } from '../src/policy/selector.js';
import { viewWorkload } from '../src/policy/workload.js';
import { readManifests } from './read-manifests.js';

interface Pod {
  readonly name: string;
  readonly namespace: string;
  readonly labels: JsonObject;
  readonly ports: readonly Port[];
}

interface Port {
  readonly name: string | undefined;
  readonly number: number;
}

const FOLDER = 'test/fixtures/shop';

/** Every connection that the programs of the shop make among themselves, as their settings and those of the Ingresses have it. */
const NEEDED = [
  'cart -> cache:6379',
  'cart -> orders:9090',
  'cart -> queue:5672',
  'cart-cleanup -> cache:6379',
  'catalog -> cache:6379',
  'catalog -> postgres:5432',
  'catalog-import -> postgres:5432',
  'ingress-nginx -> cart:8080',
  'ingress-nginx -> catalog:8080',
  'ingress-nginx -> orders:8080',
  'ingress-nginx -> web:8080',
  'mailer -> queue:5672',
  'orders -> postgres:5432',
  'orders -> queue:5672',
  'postgres -> postgres:5432',
  'postgres-dump -> postgres:5432',
  'prometheus -> catalog:9102',
  'prometheus -> postgres:9187',
  'queue -> queue:25672',
  'queue -> queue:4369',
];

const objects = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(?:yaml|json)$/.test(file))
  .flatMap((file) => readManifests(readFileSync(join(FOLDER, file), 'utf8')))
  .flatMap((object) => (object['kind'] === 'List' ? (object['items'] as JsonObject[]) : [object]));

const namespaceOf = (object: JsonObject): string => stringAt(objectAt(object, 'metadata'), 'namespace') ?? '';

/** The pods that the objects make, and those of the Ingress controller, which are somebody else's. */
const pods: readonly Pod[] = [
  ...objects.flatMap((object) => podOf(object) ?? []),
  { name: 'ingress-nginx', namespace: 'ingress-nginx', labels: {}, ports: [] },
];

function podOf(object: JsonObject): Pod | undefined {
  const workload = viewWorkload(object, stringAt(object, 'kind') ?? '');
  if (workload === undefined) return undefined;
  const labels = objectAt(workload.podMetadata, 'labels') ?? {};
  const name = stringAt(labels, 'app.kubernetes.io/name') ?? 'a pod without a name';
  const ports = workload.containers
    .flatMap(({ raw }) => arrayAt(raw, 'ports'))
    .map((port) => ({ name: stringAt(port, 'name'), number: Number(field(port, 'containerPort')) }));
  return { name, namespace: namespaceOf(object), labels, ports };
}

/** Whether the NetworkPolicies of a pod let it talk to another, at a port of the one that receives: all may, where none governs. */
function mayTalk(pod: Pod, direction: Direction, other: Pod, port: Port): boolean {
  const governing = objects.filter(
    (one) =>
      one['kind'] === 'NetworkPolicy' && namespaceOf(one) === pod.namespace && governs(one, direction, pod.labels),
  );
  const [rules, peers] = direction === 'Ingress' ? (['ingress', 'from'] as const) : (['egress', 'to'] as const);
  const isAmong = (listed: readonly Json[], fits: (one: Json) => boolean): boolean =>
    listed.length === 0 || listed.some(fits);
  const isPort = (one: Json): boolean => [undefined, port.name, port.number].some((own) => own === field(one, 'port'));
  return isAmong(governing, (one) =>
    arrayAt(field(one, 'spec'), rules).some(
      (rule) =>
        isAmong(arrayAt(rule, peers), (peer) => isPeer(peer, other, pod.namespace)) &&
        isAmong(arrayAt(rule, 'ports'), isPort),
    ),
  );
}

/** Blocks of addresses are for those outside the cluster. */
function isPeer(peer: Json, pod: Pod, home: string): boolean {
  if (field(peer, 'ipBlock') !== undefined) return false;
  const namespace = field(peer, 'namespaceSelector') ?? { matchLabels: { 'kubernetes.io/metadata.name': home } };
  return (
    selects(namespace, { 'kubernetes.io/metadata.name': pod.namespace }) &&
    selects(field(peer, 'podSelector') ?? {}, pod.labels)
  );
}

describe('the NetworkPolicies of a shop', () => {
  it('let through what its programs need, and nothing else', () => {
    const open = pods.flatMap((from) =>
      pods
        .filter(({ namespace }) => namespace === 'shop')
        .flatMap((to) =>
          to.ports
            .filter((port) => mayTalk(from, 'Egress', to, port) && mayTalk(to, 'Ingress', from, port))
            .map((port) => `${from.name} -> ${to.name}:${String(port.number)}`),
        ),
    );
    expect(open.sort()).to.deep.equal(NEEDED);
  });
});
