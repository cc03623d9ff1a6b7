import { expect } from 'chai';
import { segmentsOf } from '../../src/policy/pointer.js';
import { viewWorkload, workloads } from '../../src/policy/workload.js';
import type { Workload } from '../../src/policy/workload.js';
import { container, cronJob, daemonSet, deployment, job, pod, podTemplate, rollout, statefulSet } from '../builders.js';
import { stringAt } from '../../src/policy/json.js';
import type { JsonObject } from '../../src/policy/json.js';

function view(object: JsonObject): Workload {
  const found = viewWorkload(object, stringAt(object, 'kind') ?? '');
  if (found === undefined) throw new Error('no workload');
  return found;
}

/** What a pointer leads to, by plain reading. */
function read(object: unknown, path: string): unknown {
  return segmentsOf(path).reduce((here, segment) => (here as Record<string, unknown>)[segment], object);
}

describe('the view of a workload', () => {
  const kinds: Readonly<Record<string, (spec: JsonObject) => JsonObject>> = {
    Pod: pod,
    Deployment: deployment,
    StatefulSet: statefulSet,
    DaemonSet: daemonSet,
    ReplicaSet: (spec) => ({ ...deployment(spec), kind: 'ReplicaSet' }),
    ReplicationController: (spec) => ({ ...deployment(spec), kind: 'ReplicationController' }),
    DeploymentConfig: (spec) => ({ ...deployment(spec), kind: 'DeploymentConfig' }),
    Job: job,
    CronJob: cronJob,
    PodTemplate: podTemplate,
    'custom resource': rollout,
    'custom resource with a job template': (spec) => ({ ...cronJob(spec), kind: 'Nightly' }),
  };
  for (const [kind, build] of Object.entries(kinds)) {
    it(`finds the containers of a ${kind}, and the way to them`, () => {
      const object = build({ hostUsers: false, initContainers: [container({ name: 'init' })] });
      const workload = view(object);
      expect(workload.containers.map(({ name }) => name)).to.deep.equal(['app', 'init']);
      for (const one of workload.containers) {
        expect(read(object, one.path)).to.equal(one.raw);
        expect(read(object, one.at('image'))).to.equal(one.image);
      }
      expect(read(object, workload.at('hostUsers'))).to.equal(false);
      expect(workload.isPod).to.equal(kind === 'Pod');
    });
  }

  it('covers every kind of the API that carries a pod template', () => {
    expect(workloads.resources.map(({ kind }) => kind).sort()).to.deep.equal(
      Object.keys(kinds)
        .filter((kind) => !kind.startsWith('custom') && kind !== 'DeploymentConfig')
        .sort(),
    );
  });

  it('sees nothing in objects that carry no pod', () => {
    for (const kind of ['Service', 'ConfigMap', 'List', 'constructor', '__proto__', '']) {
      expect(viewWorkload({ kind, spec: { template: {} } }, kind)).to.equal(undefined);
    }
  });

  it('tells the four classes apart, by exactly the word Always', () => {
    const { containers } = view(
      pod({
        initContainers: [
          container({ name: 'init' }),
          container({ name: 'sidecar', restartPolicy: 'Always' }),
          container({ name: 'no-sidecar', restartPolicy: 'always' }),
          container({ name: 'mis-cased', restartpolicy: 'Always' }),
        ],
        ephemeralContainers: [container({ name: 'debug', restartPolicy: 'Always' })],
        containers: [container({ restartPolicy: 'Always' })],
      }),
    );
    expect(containers.map(({ name, class: its }) => `${name}: ${its}`)).to.deep.equal([
      'app: app',
      'init: init',
      'sidecar: sidecar',
      'no-sidecar: init',
      'mis-cased: init',
      'debug: ephemeral',
    ]);
  });

  it('passes over what is no container, and keeps the places of the others', () => {
    const { containers } = view(pod({ containers: [null, 'x', { image: 'a:1' }, [], { name: 'e' }] }));
    expect(containers.map(({ name, path }) => [name, path])).to.deep.equal([
      ['#2', '/spec/containers/2'],
      ['e', '/spec/containers/4'],
    ]);
  });

  it('sees a pod in every workload kind, even where nothing is written', () => {
    for (const object of [
      { kind: 'Pod' },
      { kind: 'Job', spec: null },
      { kind: 'CronJob', spec: { jobTemplate: 'x' } },
    ]) {
      expect(view(object).containers).to.deep.equal([]);
    }
  });

  it('takes no kind of others for one of Kubernetes, whatever it is called', () => {
    const foreign = { apiVersion: 'batch.volcano.sh/v1alpha1', kind: 'Job', spec: { minAvailable: 1, tasks: [] } };
    expect(viewWorkload(foreign, 'Job')).to.equal(undefined);
    for (const apiVersion of ['apps.openshift.io.example.com/v1', 'example.com/v1']) {
      expect(viewWorkload({ apiVersion, kind: 'DeploymentConfig', spec: {} }, 'DeploymentConfig')).to.equal(undefined);
    }
    const kruise = view({ ...statefulSet(), apiVersion: 'apps.kruise.io/v1beta1' });
    expect([kruise.kind, kruise.isCustom]).to.deep.equal(['StatefulSet.apps.kruise.io', true]);
    expect(kruise.containers.map(({ name }) => name)).to.deep.equal(['app']);
    expect(viewWorkload(kruise.object, 'StatefulSet')).to.equal(kruise);
    expect(view({ ...deployment(), apiVersion: 'example.com/v1', kind: 'Pod' }).isPod).to.equal(false);
  });

  it('knows the kinds of Kubernetes in every version, and that of OpenShift by its group', () => {
    for (const apiVersion of ['apps/v1', 'apps/v1beta1', 'extensions/v1beta1', 'v1', '', 7, null]) {
      const { kind, isCustom } = view({ ...deployment(), apiVersion });
      expect([kind, isCustom]).to.deep.equal(['Deployment', false]);
    }
    const config = { apiVersion: 'apps.openshift.io/v1', kind: 'DeploymentConfig', spec: {} };
    expect(view(config).isCustom).to.equal(false);
    expect(view(rollout()).isCustom).to.equal(true);
  });

  it('knows what runs until it is stopped', () => {
    const isLongRunning = (object: JsonObject): boolean => view(object).isLongRunning;
    for (const object of [pod(), deployment(), daemonSet(), podTemplate(), pod({ restartPolicy: '' })]) {
      expect(isLongRunning(object)).to.equal(true);
    }
    for (const object of [job(), cronJob(), job({ restartPolicy: 'Always' }), pod({ restartPolicy: 'Never' })]) {
      expect(isLongRunning(object)).to.equal(false);
    }
  });

  it('knows Windows and user namespaces by their exact values', () => {
    const workload = view(pod({ os: { name: 'windows' }, hostUsers: false }));
    expect([workload.isWindows, workload.hasUserNamespace]).to.deep.equal([true, true]);
    const other = view(pod({ os: { name: 'linux' }, hostUsers: null }));
    expect([other.isWindows, other.hasUserNamespace]).to.deep.equal([false, false]);
  });

  it('sees ports only where there are some', () => {
    const { containers } = view(
      pod({
        containers: [
          { ports: [{ containerPort: 80 }] },
          { ports: [] },
          { ports: null },
          { ports: [null] },
          { ports: 'x' },
        ],
      }),
    );
    expect(containers.map(({ declaresPorts }) => declaresPorts)).to.deep.equal([true, false, false, false, false]);
  });
});
