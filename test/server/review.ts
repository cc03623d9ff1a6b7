import { expect } from 'chai';
import { container, deployment, pod } from '../builders.js';
import { objectAt, stringAt } from '../../src/policy/json.js';
import type { JsonObject } from '../../src/policy/json.js';
import type { Reply, RunningServer } from './running-server.js';

export interface ReviewFields {
  readonly uid?: string;
  readonly kind?: JsonObject;
  readonly operation?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly user?: string;
  readonly oldObject?: JsonObject | null;
  readonly subResource?: string;
  readonly resource?: JsonObject;
}

export const kinds = {
  pod: { group: '', version: 'v1', kind: 'Pod' },
  deployment: { group: 'apps', version: 'v1', kind: 'Deployment' },
  namespace: { group: '', version: 'v1', kind: 'Namespace' },
  scale: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
} as const;

/** A review as the API server writes it, with explicit nulls. */
export function review(object: JsonObject | null, fields: ReviewFields = {}): JsonObject {
  const { user = 'jane', ...rest } = fields;
  return {
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    request: {
      uid: 'e8b4e1c4-6f2e-4e0e-9f0a-5d7c3f1b2a99',
      kind: kinds.deployment,
      operation: 'CREATE',
      namespace: 'shop',
      name: 'web',
      userInfo: { username: user, groups: ['system:authenticated'] },
      object,
      oldObject: null,
      options: null,
      dryRun: false,
      ...rest,
    },
  };
}

const probe = { httpGet: { path: '/', port: 8080 } };

/** A pod spec that the production profile admits; with `resources` it lacks nothing that would be injected. */
export function fitSpec(more: JsonObject = {}): JsonObject {
  return {
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      container({
        ports: [{ containerPort: 8080 }],
        readinessProbe: probe,
        livenessProbe: { ...probe, periodSeconds: 20 },
        lifecycle: { preStop: { sleep: { seconds: 5 } } },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '64Mi' } },
        ...more,
      }),
    ],
  };
}

/** What a Deployment needs beyond its pod spec, for its pods to be two on two nodes. */
const spread = [
  {
    maxSkew: 1,
    topologyKey: 'kubernetes.io/hostname',
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: { app: 'web' } },
  },
];

/** A Deployment of two that the production profile admits without a word. */
export const fitDeploymentWith = (container: JsonObject, more: JsonObject = {}): JsonObject =>
  named(deployment({ ...fitSpec(container), topologySpreadConstraints: spread }, { replicas: 2, ...more }));

/** The Deployment with the label that production wants of it and of its template. */
function named(object: JsonObject): JsonObject {
  const labels = { 'app.kubernetes.io/name': 'web' };
  const spec = objectAt(object, 'spec');
  const template = objectAt(spec, 'template');
  const metadata = { labels: { app: 'web', ...labels } };
  return { ...object, metadata: { name: 'web', labels }, spec: { ...spec, template: { ...template, metadata } } };
}

export const fitDeployment = fitDeploymentWith({});
export const unfitDeployment = named(
  deployment({
    containers: [container({ image: 'nginx', securityContext: { capabilities: { drop: ['ALL'] } } })],
  }),
);
export const barePod = pod({ containers: [container({ ports: [{ containerPort: 8080 }] })] });

export interface Response {
  readonly uid: string;
  readonly allowed: boolean;
  readonly status?: { readonly code: number; readonly reason: string; readonly message: string };
  readonly patch?: string;
  readonly patchType?: string;
  readonly warnings?: readonly string[];
  readonly auditAnnotations?: Readonly<Record<string, string>>;
}

/** Sends a review and reads the response in the answer, which has to be a proper review itself. */
export async function ask(server: RunningServer, path: string, body: JsonObject): Promise<Response> {
  return responseIn(await server.send(path, JSON.stringify(body)), uidOf(body));
}

export function responseIn(reply: Reply, uid: string): Response {
  expect(reply.status, reply.text).to.equal(200);
  expect(reply.headers['content-type']).to.equal('application/json');
  const answer = JSON.parse(reply.text) as { apiVersion: string; kind: string; response: Response };
  expect(answer.apiVersion).to.equal('admission.k8s.io/v1');
  expect(answer.kind).to.equal('AdmissionReview');
  expect(answer.response.uid).to.equal(uid);
  return answer.response;
}

/** Expects a `v1` Status in one short line, which the API server shows to its user, and gives its message. */
export function statusIn(reply: Reply, code: number): string {
  expect(reply.status, reply.text).to.equal(code);
  expect(reply.headers['content-type']).to.equal('application/json');
  const status = JSON.parse(reply.text) as Record<string, unknown>;
  const { message } = status;
  expect(status).to.include({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code });
  expect(status['metadata']).to.deep.equal({});
  expect(message)
    .to.be.a('string')
    .that.matches(/^.{1,199}$/u);
  return String(message);
}

/** The uid of a review that `review` made. */
export function uidOf(body: JsonObject): string {
  return stringAt(body['request'], 'uid') ?? '';
}
