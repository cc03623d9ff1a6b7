import { expect } from 'chai';
import { policies } from '../../policies/index.js';
import { judgesAtAdmission } from '../../src/admission/generation.js';
import type { Policy } from '../../src/policy/policy.js';
import { relatedKinds } from '../../src/policy/related.js';
import { installManifests, manifest, podSpecOf } from './manifests.js';
import type { Manifest } from './manifests.js';

const objects = installManifests();
const runs = objects.filter(({ kind }) => ['Deployment', 'Job', 'CronJob'].includes(kind));
const certsJob = objects.find(({ kind }) => kind === 'Job');
const server = podSpecOf(manifest('Deployment'));

interface AccessRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

const rulesOf = (kind: string, name: string) => manifest(kind, name)['rules'] as AccessRule[];

/** One line for each verb on each resource, such as `get apps/deployments`, with the name when only one object is meant. */
function grants(rules: readonly AccessRule[]): string[] {
  const each = ({ apiGroups, resources, resourceNames, verbs }: AccessRule) =>
    apiGroups.flatMap((group) =>
      resources.flatMap((resource) =>
        verbs.map((verb) => [verb, `${group}/${resource}`, ...(resourceNames ?? [])].join(' ')),
      ),
    );
  return rules.flatMap(each).sort();
}

function containersOf(object: Manifest) {
  return podSpecOf(object).containers.map((container) => ({
    ...container,
    where: `${object.kind} ${object.metadata.name}`,
  }));
}

describe('the pods of install.yaml', () => {
  it('are those of the server, the certificates and the audit', () => {
    expect(
      runs.map(({ kind, metadata }) => `${kind} ${metadata.name.replace(/-[0-9a-f]{8}$/, '-HASH')}`),
    ).to.have.members([
      'Deployment seaworthy',
      'Job seaworthy-certs-HASH',
      'CronJob seaworthy-certs',
      'CronJob seaworthy-audit',
    ]);
  });

  it('run as a numeric user that is not root, with nothing that a container can do without', () => {
    for (const object of runs) {
      expect(podSpecOf(object).securityContext, object.metadata.name).to.deep.include({
        runAsNonRoot: true,
        runAsUser: 65532,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      for (const { securityContext, where } of containersOf(object)) {
        expect(securityContext, where).to.deep.equal({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          runAsNonRoot: true,
          capabilities: { drop: ['ALL'] },
        });
      }
    }
  });

  it('request and limit cpu and memory', () => {
    for (const { resources, where } of runs.flatMap(containersOf)) {
      expect(resources, where).to.have.property('requests').that.has.all.keys('cpu', 'memory');
      expect(resources, where).to.have.property('limits').that.has.all.keys('cpu', 'memory');
    }
  });

  it('name the image by a version', () => {
    for (const { image, where } of runs.flatMap(containersOf))
      expect(image, where).to.match(/:\d+\.\d+\.\d+(@sha256:[0-9a-f]{64})?$/);
  });

  it('mount their token by hand, and files by folder', () => {
    for (const object of runs) {
      expect(podSpecOf(object).automountServiceAccountToken, object.metadata.name).to.equal(false);
      for (const { volumeMounts, where } of containersOf(object)) {
        expect(
          volumeMounts.map(({ mountPath }) => mountPath),
          where,
        ).to.include('/var/run/secrets/kubernetes.io/serviceaccount');
        for (const mount of volumeMounts) expect(mount, where).not.to.have.property('subPath');
      }
    }
  });

  it('mount everything read-only but the server its scratch folder', () => {
    const writable = runs
      .flatMap(containersOf)
      .flatMap(({ volumeMounts, where }) =>
        volumeMounts.filter(({ readOnly }) => readOnly !== true).map(({ mountPath }) => `${where} ${mountPath}`),
      );
    expect(writable).to.deep.equal(['Deployment seaworthy /tmp']);
    expect(server.volumes.find(({ name }) => name === 'tmp'))
      .to.have.property('emptyDir')
      .that.has.key('sizeLimit');
  });
});

describe('the server of install.yaml', () => {
  it('is two pods that are spread, that no drain takes at once and no roll-out takes away before their successors', () => {
    expect(manifest('Deployment')['spec']).to.deep.include({
      replicas: 2,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    });
    const { selector } = manifest('Deployment')['spec'] as { selector: unknown };
    expect(server.topologySpreadConstraints).to.deep.equal(
      ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) => ({
        maxSkew: 1,
        topologyKey,
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: selector,
      })),
    );
    expect(manifest('PodDisruptionBudget')['spec']).to.deep.equal({
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector,
    });
    expect(server.priorityClassName).to.equal('system-cluster-critical');
  });

  it('is probed on its metrics port', () => {
    const [container] = server.containers;
    expect(container?.livenessProbe).to.deep.include({ httpGet: { path: '/livez', port: 'metrics' } });
    expect(container?.readinessProbe).to.deep.include({ httpGet: { path: '/readyz', port: 'metrics' } });
  });

  it('has time for its preStop sleep, its drain and what is stuck after that', () => {
    const [container] = server.containers;
    expect(container?.lifecycle).to.deep.equal({ preStop: { sleep: { seconds: 5 } } });
    expect(container?.args).to.include('--drain-seconds=10');
    expect(server.terminationGracePeriodSeconds).to.be.at.least(5 + 10 + 5);
  });

  it('waits for its certificate and never sees the key of the CA', () => {
    const tls = server.volumes.find(({ name }) => name === 'tls')?.['secret'] as {
      optional?: boolean;
      items: { key: string }[];
    };
    expect(tls).not.to.have.property('optional');
    expect(tls.items.map(({ key }) => key)).to.deep.equal(['tls.crt', 'tls.key', 'ca.crt']);
  });

  it('is reached through the Service that the webhooks call', () => {
    const { selector, ports } = manifest('Service')['spec'] as {
      selector: unknown;
      ports: { port: number; targetPort: string }[];
    };
    const { template } = manifest('Deployment')['spec'] as { template: Manifest };
    expect(template.metadata.labels).to.deep.include(selector);
    expect(ports.map(({ port, targetPort }) => [port, targetPort])).to.deep.equal([[443, 'webhook']]);
  });
});

describe('the accounts of install.yaml', () => {
  /** The kinds that policies look up, as rules name them. */
  const lookedUp = (some: readonly Policy[]): string[] => {
    const kinds = [...new Set(some.flatMap(({ related = [] }) => related))];
    return kinds.map((kind) => relatedKinds[kind].resource).map(({ group, plural }) => `${group}/${plural}`);
  };

  it('let the server read Namespaces, list and watch what the policies at admission look up, and write nothing', () => {
    const watched = lookedUp(policies.filter(judgesAtAdmission));
    expect(watched).to.include('policy/poddisruptionbudgets');
    const lines = ['list', 'watch'].flatMap((verb) =>
      ['/namespaces', ...watched].map((resource) => `${verb} ${resource}`),
    );
    const granted = grants(rulesOf('ClusterRole', 'seaworthy-server'));
    expect(granted).to.deep.equal(['get /namespaces', ...lines].sort());
  });

  it('let the audit list what the policies judge or look up, read Namespaces by name, and write nothing', () => {
    const judged = policies.flatMap(({ target }) => target.resources).map(({ group, plural }) => `${group}/${plural}`);
    const lines = ['/namespaces', ...judged, ...lookedUp(policies)].map((resource) => `list ${resource}`);
    // Where few Namespaces are judged, they are read by their names; everything else comes from listings.
    lines.push('get /namespaces');
    expect(grants(rulesOf('ClusterRole', 'seaworthy-audit'))).to.deep.equal([...new Set(lines)].sort());
  });

  it('let the certificates write their Secret and the two webhook configurations, and nothing else', () => {
    expect(grants(rulesOf('Role', 'seaworthy-certs'))).to.deep.equal([
      'create /secrets',
      'get /secrets seaworthy-tls',
      'update /secrets seaworthy-tls',
    ]);
    const group = 'admissionregistration.k8s.io';
    const both = ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'];
    expect(grants(rulesOf('ClusterRole', 'seaworthy-certs'))).to.deep.equal(
      ['get', 'update'].flatMap((verb) => both.map((resource) => `${verb} ${group}/${resource} seaworthy`)),
    );
  });

  it('are bound to the pods that use them, each to its own', () => {
    const used = runs.map((object) => podSpecOf(object).serviceAccountName);
    const accounts = objects.filter(({ kind }) => kind === 'ServiceAccount').map(({ metadata }) => metadata.name);
    expect(new Set(used)).to.deep.equal(new Set(accounts));
    for (const { metadata, ...binding } of objects.filter(({ kind }) => kind.endsWith('RoleBinding'))) {
      expect(binding['roleRef'], metadata.name).to.deep.include({ name: metadata.name });
      expect(binding['subjects'], metadata.name).to.deep.equal([
        { kind: 'ServiceAccount', name: metadata.name, namespace: 'seaworthy-system' },
      ]);
    }
  });
});

describe('install.yaml', () => {
  it('makes a namespace that holds its pods to the restricted standard', () => {
    const first = objects.findIndex(({ metadata }) => metadata.namespace !== undefined);
    expect(objects.slice(0, first).map(({ kind }) => kind)).to.include('Namespace');
    expect(manifest('Namespace', 'seaworthy-system').metadata.labels).to.deep.include({
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
  });

  it('lets the pods talk to DNS and the API server alone', () => {
    for (const name of ['seaworthy-server', 'seaworthy-jobs']) {
      const spec = manifest('NetworkPolicy', name)['spec'] as {
        policyTypes: string[];
        egress: { ports: { port: number }[] }[];
      };
      expect(spec.policyTypes, name).to.deep.equal(['Ingress', 'Egress']);
      expect(
        spec.egress.flatMap(({ ports }) => ports.map(({ port }) => port)),
        name,
      ).to.deep.equal([53, 53, 443, 6443]);
    }
  });

  it('names the Job of the certificates after what it runs, so that a changed one can be applied, and clears it away', () => {
    expect(certsJob?.metadata.name).to.match(/^seaworthy-certs-[0-9a-f]{8}$/);
    expect(certsJob?.['spec']).to.have.property('ttlSecondsAfterFinished').that.is.a('number');
  });

  it('puts every object that can be in a namespace into its own', () => {
    const clusterWide =
      /^(Namespace|PriorityClass|ClusterRole|ClusterRoleBinding|(Validating|Mutating)WebhookConfiguration)$/;
    for (const { kind, metadata } of objects) {
      expect(metadata.namespace, `${kind} ${metadata.name}`).to.equal(
        clusterWide.test(kind) ? undefined : 'seaworthy-system',
      );
    }
  });
});
