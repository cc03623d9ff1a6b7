import { expect } from 'chai';
import { arrayAt, dig, type Json, type JsonObject } from '../../src/policy/json.js';
import { eventually } from './harness/eventually.js';
import { withSeaworthy } from './harness/installation.js';
import { createNamespace } from './harness/namespace.js';
import { theCluster } from './harness/suite.js';
import {
  bareContainer,
  barePodSpec,
  deployment,
  limitRange,
  pod,
  soundContainer,
  soundPodSpec,
} from './harness/workloads.js';

const defaults = { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } };

function container(found: JsonObject, name: string): Json | undefined {
  const spec = dig(found, 'spec');
  return [...arrayAt(spec, 'containers'), ...arrayAt(spec, 'initContainers')].find((one) => dig(one, 'name') === name);
}

/** Creates a Pod and reads it back as the API server has stored it. */
async function created(namespace: string, spec: JsonObject): Promise<JsonObject> {
  await theCluster().admin.succeed(['create', '-f', '-'], pod({ name: 'web', namespace }, spec));
  return theCluster().admin.get('pod', 'web', '-n', namespace);
}

/** The Pod that a Deployment will have, as a user might create it. */
function podOf(workload: JsonObject, namespace: string): JsonObject {
  return pod({ name: 'web', namespace }, dig(workload, 'spec', 'template', 'spec') as JsonObject);
}

describe('a namespace with injection', () => {
  withSeaworthy();
  let namespace: string;

  beforeEach(async () => {
    namespace = await createNamespace(theCluster(), 'inject', { inject: 'production' });
  });

  it('completes a bare Pod, which reads back as such', async () => {
    const web = container(await created(namespace, barePodSpec()), 'web');
    expect(dig(web, 'resources')).to.deep.equal(defaults);
    expect(dig(web, 'lifecycle', 'preStop', 'sleep', 'seconds'))
      .to.be.a('number')
      .greaterThan(0);
    expect(dig(web, 'securityContext', 'allowPrivilegeEscalation')).to.equal(false);
  });

  it('leaves alone what the user has set, and fits what it adds to it', async () => {
    const own = {
      ...bareContainer(),
      resources: { requests: { cpu: '50m' }, limits: { memory: '64Mi' } },
      lifecycle: { preStop: { httpGet: { path: '/drain', port: 8080 } } },
      securityContext: { runAsUser: 4000, allowPrivilegeEscalation: true },
    };
    const web = container(await created(namespace, barePodSpec(own)), 'web');
    expect(dig(web, 'resources')).to.deep.equal({
      requests: { cpu: '50m', memory: '64Mi' },
      limits: { memory: '64Mi' },
    });
    expect(dig(web, 'lifecycle', 'preStop')).to.deep.equal({ httpGet: { path: '/drain', port: 8080, scheme: 'HTTP' } });
    expect(dig(web, 'securityContext')).to.deep.equal({ runAsUser: 4000, allowPrivilegeEscalation: true });
  });

  it('adds no seccomp profile beside an older annotation that says another, with which the API server refuses it', async () => {
    const { admin } = theCluster();
    const annotated = (name: string, value: string, spec: JsonObject): JsonObject => {
      const object = pod({ name, namespace }, spec);
      const annotations = { 'seccomp.security.alpha.kubernetes.io/pod': value };
      return { ...object, metadata: { ...(object['metadata'] as JsonObject), annotations } };
    };
    const create = ['create', '-f', '-'];
    for (const [name, value, added] of [
      ['unconfined', 'unconfined', undefined],
      ['local', 'localhost/web', undefined],
      ['default', 'runtime/default', { type: 'RuntimeDefault' }],
    ] as const) {
      await admin.succeed(create, annotated(name, value, barePodSpec()));
      const stored = await admin.get('pod', name, '-n', namespace);
      expect(dig(stored, 'spec', 'securityContext', 'seccompProfile'), value).to.deep.equal(added);
    }
    const { code, stderr } = await admin.run(create, annotated('both', 'unconfined', soundPodSpec()));
    expect(code).not.to.equal(0);
    expect(stderr).to.contain('seccomp type in annotation and field must match');
  });

  it('keeps the defaults of a LimitRange', async () => {
    const limits = { default: { cpu: '300m', memory: '100Mi' }, defaultRequest: { cpu: '20m', memory: '50Mi' } };
    await theCluster().admin.apply(limitRange(namespace, { ...limits, max: { memory: '150Mi' } }));
    const spec = barePodSpec();
    const stored = await eventually('the API server applies the LimitRange', async () => {
      const text = await theCluster().admin.succeed(
        ['create', '--dry-run=server', '-o', 'json', '-f', '-'],
        pod({ name: 'web', namespace }, spec),
      );
      return (
        dig(container(JSON.parse(text) as JsonObject, 'web'), 'resources', 'limits', 'cpu') === '300m' &&
        created(namespace, spec)
      );
    });
    expect(dig(container(stored, 'web'), 'resources')).to.deep.equal({
      requests: { cpu: '20m', memory: '50Mi' },
      limits: { cpu: '300m', memory: '100Mi' },
    });
  });

  it('raises an injected limit to the request that a LimitRange made', async () => {
    await theCluster().admin.apply(limitRange(namespace, { defaultRequest: { memory: '512Mi' } }));
    const spec = barePodSpec();
    const stored = await eventually('the API server applies the LimitRange', async () => {
      const text = await theCluster().admin.succeed(
        ['create', '--dry-run=server', '-o', 'json', '-f', '-'],
        pod({ name: 'web', namespace }, spec),
      );
      return (
        dig(container(JSON.parse(text) as JsonObject, 'web'), 'resources', 'requests', 'memory') === '512Mi' &&
        created(namespace, spec)
      );
    });
    expect(dig(container(stored, 'web'), 'resources')).to.deep.equal({
      requests: { cpu: '100m', memory: '512Mi' },
      limits: { memory: '512Mi' },
    });
  });

  it('completes a sidecar and an init container, each with what the API server allows it', async () => {
    const sidecar = {
      name: 'proxy',
      image: 'registry.example.com/proxy:2.1',
      restartPolicy: 'Always',
      ports: [{ containerPort: 9000 }],
    };
    const init = { name: 'migrate', image: 'registry.example.com/migrate:3.0' };
    const stored = await created(namespace, { ...barePodSpec(), initContainers: [sidecar, init] });
    for (const name of ['web', 'proxy', 'migrate']) {
      expect(dig(container(stored, name), 'resources'), name).to.deep.equal(defaults);
      expect(dig(container(stored, name), 'securityContext', 'allowPrivilegeEscalation'), name).to.equal(false);
    }
    expect(dig(container(stored, 'migrate'), 'lifecycle')).to.equal(undefined);
  });

  it('says of a Deployment what its Pods will be given beside what a LimitRange gives them', async () => {
    const { admin } = theCluster();
    const both = await createNamespace(theCluster(), 'inject', { inject: 'production', enforce: 'production' });
    await admin.apply(limitRange(both, { default: { memory: '100Mi' }, defaultRequest: { memory: '50Mi' } }));
    const { resources: _resources, ...rest } = soundContainer();
    const web = deployment({ name: 'web', namespace: both }, soundPodSpec(rest));
    const gift = /require-resources: container "web" will be given (.*)/;
    await eventually('the LimitRange is seen', async () => {
      const { stderr } = await admin.run(['create', '--dry-run=server', '-f', '-'], web);
      return gift.exec(stderr)?.[1] === 'resources.requests.cpu: 100m';
    });
    await eventually('the API server applies the LimitRange', async () => {
      const text = await admin.succeed(['create', '--dry-run=server', '-o', 'json', '-f', '-'], podOf(web, both));
      const found = dig(container(JSON.parse(text) as JsonObject, 'web'), 'resources');
      return (
        dig(found, 'requests', 'cpu') === '100m' &&
        dig(found, 'requests', 'memory') === '50Mi' &&
        dig(found, 'limits', 'memory') === '100Mi'
      );
    });
  });

  it('judges a Deployment after the injection that its Pods will get, says so, and leaves the template as it is', async () => {
    const { admin } = theCluster();
    const both = await createNamespace(theCluster(), 'inject', { inject: 'production', enforce: 'production' });
    const { resources: _resources, lifecycle: _lifecycle, ...rest } = soundContainer();
    const applied = await admin.run(
      ['apply', '-f', '-'],
      deployment({ name: 'web', namespace: both }, soundPodSpec(rest)),
    );
    expect(applied.code, applied.stderr).to.equal(0);
    expect(applied.stderr)
      .to.match(/^Warning: require-resources: /m)
      .and.to.match(/^Warning: require-prestop-hook: /m);
    const stored = await admin.get('deployment', 'web', '-n', both);
    const template = arrayAt(dig(stored, 'spec', 'template', 'spec'), 'containers')[0];
    expect(dig(template, 'resources')).to.deep.equal({});
    const owned = await eventually('the Deployment has a Pod', async () => {
      return arrayAt(await admin.get('pods', '-n', both, '-l', 'app=web'), 'items')[0] as JsonObject | undefined;
    });
    expect(dig(container(owned, 'web'), 'resources')).to.deep.equal(defaults);
  });
});
