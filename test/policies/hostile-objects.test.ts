import { expect } from 'chai';
import fc from 'fast-check';
import { policies } from '../../policies/index.js';
import { applyEdits } from '../../src/engine/edit.js';
import { see } from '../../src/engine/evaluate.js';
import { withoutSources } from '../../src/engine/gather.js';
import { matchesPattern } from '../../src/engine/pattern.js';
import { completeSettings } from '../../src/engine/profile.js';
import type { Facts } from '../../src/policy/facts.js';
import { stringAt } from '../../src/policy/json.js';
import type { JsonObject } from '../../src/policy/json.js';
import type { Policy, Violation } from '../../src/policy/policy.js';
import { newestKubernetes } from '../../src/policy/version.js';
import { cronJob, deployment, pod } from '../builders.js';
import { leadsSomewhere, readsWell } from '../policy-tester.js';

const defaults = new Map(policies.map((policy) => [policy, completeSettings(policy)] as const));

/** What stands beside the object, of whatever kind a policy asks for. */
const strangers: readonly JsonObject[] = [
  {},
  { metadata: 'x', spec: [], rules: 'x' },
  {
    metadata: { name: 'web', annotations: [] },
    spec: {
      scaleTargetRef: { apiVersion: {}, kind: 'Deployment', name: 'web' },
      minReplicas: 'x',
      selector: { matchLabels: [], matchExpressions: [null] },
      podSelector: 5,
      policyTypes: [null, {}],
      egress: 'x',
      accessModes: [{}, null],
      hard: [],
      limits: [null, 'x', { type: {} }, { type: 'Container', max: 'x', min: [], default: { cpu: {} } }],
      replicas: {},
      rules: [null, 'x', { host: {}, http: { paths: [null, 5, { path: {}, pathType: [] }] } }],
      template: { metadata: { labels: 'x' }, spec: { containers: [null, {}, 'x'], resources: 'x' } },
    },
    rules: [null, 'x', { apiGroups: '*', resources: ['*'], verbs: [{}] }],
  },
  { metadata: { name: 'web' }, spec: { selector: {}, template: null, rules: {} }, rules: {} },
];
const inventory: Facts['inventory'] = () => ({ known: true, value: strangers });

/** Runs the bare check, so that nothing catches what it throws. */
function check(policy: Policy, object: JsonObject): readonly Violation[] {
  const view = see(object, stringAt(object, 'kind') ?? '').viewFor(policy.target);
  if (view === undefined) return [];
  const context = {
    settings: defaults.get(policy) ?? {},
    now: Date.UTC(2026, 0, 15),
    kubernetesVersion: newestKubernetes,
    facts: { ...withoutSources, images: () => ({ known: false as const, reason: 'nobody was asked' }), inventory },
    namespace: undefined,
    user: undefined,
    isManifest: false,
    matches: matchesPattern,
    injected: (workload: JsonObject) => workload,
    previous: undefined,
    settingsOf: () => undefined,
  };
  return [...policy.check(view, context)];
}

/** No throw, messages that obey the law, paths that exist, and fixes that never damage the object. */
function judgeSoundly(object: JsonObject): void {
  for (const policy of policies) {
    const violations = check(policy, object);
    for (const { message, path } of violations) {
      readsWell(message);
      leadsSomewhere(object, path);
    }
    const edits = violations.flatMap(({ fix = [] }) => fix);
    check(policy, applyEdits(object, edits, { overwrite: true }).object);
  }
}

/** What JSON.parse makes of text: own keys named __proto__ included. */
const parsed = (text: string): JsonObject => JSON.parse(text) as JsonObject;

const hostile: Readonly<Record<string, JsonObject>> = {
  'an empty object': {},
  'a kind and nothing else': { kind: 'Pod' },
  'a spec that is a word': { kind: 'Deployment', spec: 'x' },
  'a template that is a list': { kind: 'CronJob', spec: { jobTemplate: [] } },
  'containers: null': pod({ containers: null }),
  'containers: {}': pod({ containers: {} }),
  'containers: "x"': deployment({ containers: 'x', initContainers: 5, ephemeralContainers: true }),
  'containers of null, words and lists': pod({ containers: [null, 'x', [], 1, true] }),
  'a container that is empty': cronJob({ containers: [{}] }),
  'resources: "x"': pod({ containers: [{ name: 'a', resources: 'x' }], resources: 'x' }),
  'fields of the wrong type everywhere': pod({
    securityContext: 'x',
    terminationGracePeriodSeconds: {},
    hostUsers: 'false',
    os: 'windows',
    restartPolicy: ['Always'],
    volumes: [{ image: 'x' }, 'y', { image: { reference: {} } }],
    containers: [
      { name: {}, image: [], ports: 'x', lifecycle: 'x', readinessProbe: 'x', livenessProbe: [], securityContext: [] },
      { name: 5, lifecycle: { preStop: 'x' }, ports: [1, {}], resources: { limits: 5, requests: [[]] } },
      { name: '', lifecycle: { preStop: { sleep: { seconds: 1e308 }, exec: { command: [null, {}, 5] } } } },
    ],
  }),
  'security settings of the wrong type': pod(
    {
      hostNetwork: {},
      hostPID: [],
      automountServiceAccountToken: 'no',
      volumes: [null, 5, {}, { name: {}, hostPath: 'x' }, { name: 'a', nfs: [], hostPath: { path: {} } }],
      securityContext: {
        seccompProfile: 'x',
        appArmorProfile: [],
        seLinuxOptions: 5,
        sysctls: [null, 'x', { name: {} }],
      },
      containers: [
        { securityContext: { capabilities: 'x', seLinuxOptions: { type: {}, user: [], role: 5 }, procMount: {} } },
        {
          securityContext: { capabilities: { add: [null, {}, []], drop: 'ALL' }, windowsOptions: { hostProcess: {} } },
        },
        { ports: [null, { hostPort: {} }, { containerPort: [] }], livenessProbe: { httpGet: { host: {} } } },
      ],
    },
    { annotations: { 'container.apparmor.security.beta.kubernetes.io/a': {} } },
  ),
  'an autoscaler of the wrong types': {
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web' },
    spec: {
      scaleTargetRef: { kind: 'Deployment', name: 'web' },
      minReplicas: [],
      maxReplicas: { a: 1 },
      metrics: [null, 'x', { type: 'Resource' }, { type: 'ContainerResource', containerResource: { name: {} } }],
    },
  },
  'an autoscaler of nothing': { kind: 'HorizontalPodAutoscaler', spec: { scaleTargetRef: 'x', metrics: {} } },
  'a budget of the wrong types': {
    kind: 'PodDisruptionBudget',
    metadata: [],
    spec: { minAvailable: {}, maxUnavailable: [], selector: { matchLabels: 'x' } },
  },
  'an Ingress of the wrong types': {
    kind: 'Ingress',
    metadata: { name: {}, annotations: 'x' },
    spec: { ingressClassName: {}, rules: [null, 5, { host: [], http: { paths: [null, 'x', { path: 5 }] } }] },
  },
  'bindings of the wrong types': { kind: 'RoleBinding', roleRef: { kind: {}, name: 'web' }, subjects: [null, 'x', {}] },
  'a Namespace of the wrong types': { kind: 'Namespace', metadata: { name: { a: 1 } } },
  'volumes of the wrong types': deployment(
    { hostNetwork: 'true', volumes: [null, { persistentVolumeClaim: { claimName: {} } }] },
    { replicas: 2, strategy: { type: {}, rollingUpdate: [] } },
  ),
  'annotations that are no object': pod({}, { annotations: ['container.apparmor.security.beta.kubernetes.io/a'] }),
  'names that are long, and in several lines': pod({
    containers: [{ name: `\u0000\n\u202e${'n'.repeat(10_000)}`, image: '\ud800'.repeat(5_000) }],
  }),
  '__proto__, constructor and prototype as keys': parsed(
    '{"__proto__":{"polluted":1},"kind":"Pod","spec":{"__proto__":{"hostUsers":false},"constructor":1,"containers":[' +
      '{"__proto__":{"name":"a"},"name":"__proto__","resources":{"limits":{"__proto__":"x","constructor":"y"}}}]}}',
  ),
  '5,000 containers': pod({ containers: Array.from({ length: 5_000 }, (_, index) => ({ name: `c${index}` })) }),
};

describe('every policy', () => {
  for (const [name, object] of Object.entries(hostile)) {
    it(`judges ${name}`, () => {
      judgeSoundly(object);
      expect(Object.prototype).not.to.have.property('polluted');
    });
  }

  it('judges values nested ten thousand deep', () => {
    const deep = '['.repeat(10_000) + ']'.repeat(10_000);
    judgeSoundly(
      parsed(
        `{"kind":"Pod","spec":{"terminationGracePeriodSeconds":${deep},"containers":[{"resources":{"limits":{"cpu":${deep}}},` +
          `"securityContext":{"runAsNonRoot":${deep}}}]}}`,
      ),
    );
  });

  it('judges whatever JSON stands where a pod spec should', () => {
    fc.assert(
      fc.property(fc.constantFrom('Pod', 'Deployment', 'CronJob'), podSpec, (kind, spec) => {
        judgeSoundly(wrap(kind, spec));
      }),
    );
  });
});

const anything = fc.jsonValue({ maxDepth: 3 });
const maybe = (...values: readonly unknown[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...values) }, anything);

/** Mostly right fields with mostly right values, so that checks get past their first line. */
const container = fc.record(
  {
    name: maybe('a', 'b', ''),
    image: maybe('nginx', 'nginx:1.2', 'x@y'),
    restartPolicy: maybe('Always'),
    ports: maybe([{ containerPort: 80 }]),
    lifecycle: maybe({ preStop: {} }, { preStop: { sleep: { seconds: 40 } } }, { preStop: null }),
    readinessProbe: maybe({ httpGet: {} }, {}, null),
    resources: maybe({ limits: { cpu: '1' }, requests: { cpu: '2' } }, { limits: 'x' }, { requests: { memory: 'x' } }),
    securityContext: maybe({ runAsNonRoot: false, runAsUser: 0 }, { privileged: true }),
  },
  { requiredKeys: [] },
);
const podSpec = fc.record(
  {
    containers: fc.oneof(
      { weight: 5, arbitrary: fc.array(fc.oneof({ weight: 5, arbitrary: container }, anything)) },
      anything,
    ),
    initContainers: fc.oneof(fc.array(container), anything),
    ephemeralContainers: fc.oneof(fc.array(container), anything),
    securityContext: maybe({ runAsNonRoot: false }, { runAsUser: 0 }),
    terminationGracePeriodSeconds: maybe(0, 5, 30, -1, 0.5),
    resources: maybe({ requests: { memory: '1Gi' } }),
    volumes: maybe([{ image: { reference: 'a' } }]),
    hostUsers: maybe(false, true),
    restartPolicy: maybe('Always', 'Never', null),
  },
  { requiredKeys: [] },
);

function wrap(kind: string, spec: unknown): JsonObject {
  if (kind === 'Pod') return { kind, spec: spec as JsonObject };
  const template = { template: { spec: spec as JsonObject } };
  return { kind, spec: kind === 'CronJob' ? { jobTemplate: { spec: template } } : template };
}
