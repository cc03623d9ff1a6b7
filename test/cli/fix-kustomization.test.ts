import { chmodSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect } from 'chai';
import { seaworthy, withFiles } from './seaworthy.js';
import type { Outcome } from './seaworthy.js';

const deployment = (name: string, container = ''): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}}\nspec:\n  template:\n    spec:\n      containers:\n` +
  `      - name: web\n        image: shop/web:1.2.3\n${container}`;

const resources =
  '        resources:\n          requests:\n            cpu: 2\n            memory: 4Gi\n' +
  '          limits:\n            memory: 4Gi\n';

const patch = deployment('web', '        env: [{name: A, value: b}]\n');

const layout = {
  'k8s/base/kustomization.yaml': 'resources: [web.yaml]\n',
  'k8s/base/web.yaml': deployment('web'),
  'k8s/prod/kustomization.yaml':
    'namePrefix: live-\nresources: [../base]\npatches:\n- path: patch.yaml\nhelmCharts: [{valuesFile: values.yaml}]\n',
  'k8s/prod/patch.yaml': patch,
  'k8s/prod/values.yaml': 'replicas: 2\n',
};

interface Ran extends Outcome {
  readonly read: (file: string) => string;
}

/** Runs a command where `kubectl kustomize` prints what a file called built, in the folder that it is asked to build, holds. */
async function run<T>(
  args: readonly string[],
  files: Readonly<Record<string, string>>,
  look: (ran: Ran) => T,
): Promise<T> {
  return withFiles({ ...files, 'bin/kubectl': '#!/bin/sh\nexec cat "$2/built"\n' }, async (cwd) => {
    chmodSync(join(cwd, 'bin/kubectl'), 0o755);
    const env = { PATH: [join(cwd, 'bin'), '/usr/bin', '/bin'].join(delimiter) };
    const outcome = await seaworthy(args, { cwd, env });
    return look({ ...outcome, read: (file) => readFileSync(join(cwd, file), 'utf8') });
  });
}

const fix = ['fix', '--policy', 'require-resources'];

describe('seaworthy fix of a kustomization', function () {
  this.timeout(60_000);

  it('writes into resources what is built lacks, and into nothing else', async () => {
    await run([...fix, 'k8s'], { ...layout, 'k8s/prod/built': deployment('live-web') }, ({ code, stderr, read }) => {
      expect(code).to.equal(0);
      expect(read('k8s/base/web.yaml')).to.include('memory: 256Mi');
      for (const file of ['patch.yaml', 'values.yaml'] as const) {
        expect(read(`k8s/prod/${file}`)).to.equal(layout[`k8s/prod/${file}`]);
      }
      expect(stderr).to.equal(
        'seaworthy: patch.yaml, values.yaml of the kustomization k8s/prod were left alone: ' +
          'not among its resources, such as patches, which say only what they change\n',
      );
    });
  });

  it('mends nothing that an overlay has put right', async () => {
    const built = deployment('live-web', resources);
    await run([...fix, 'k8s'], { ...layout, 'k8s/prod/built': built }, ({ code, stdout, read }) => {
      expect([code, read('k8s/base/web.yaml')]).to.deep.equal([0, layout['k8s/base/web.yaml']]);
      expect(stdout).to.equal('1 file read, nothing to mend; nothing is left to do\n');
    });
  });

  it('tells of what is built upon beyond its paths, writes nothing there, and counts what is wrong with it', async () => {
    const files = { ...layout, 'k8s/prod/built': deployment('live-web') };
    await run([...fix, 'k8s/prod'], files, ({ code, stdout, stderr, read }) => {
      expect([code, read('k8s/base/web.yaml')]).to.deep.equal([1, layout['k8s/base/web.yaml']]);
      expect(stdout).to.match(/^1 file read, nothing to mend; 3 findings left to mend by hand/);
      expect(stderr).to.include(
        'seaworthy: k8s/base/web.yaml:1:1: Deployment web was left alone: the kustomization k8s/prod builds upon it, ' +
          'and it is beyond the paths to mend: name it, or its folder, too\n',
      );
    });
    await run([...fix, 'k8s/prod', 'k8s/base'], { ...files, 'k8s/base/built': deployment('web') }, ({ code, read }) => {
      expect(code).to.equal(0);
      expect(read('k8s/base/web.yaml')).to.include('memory: 256Mi');
    });
  });

  it('leaves to people what one overlay has put right and another has not', async () => {
    const files = {
      ...layout,
      'k8s/prod/built': deployment('live-web', resources),
      'k8s/test/kustomization.yaml': 'resources: [../base]\n',
      'k8s/test/built': deployment('web'),
    };
    await run([...fix, 'k8s'], files, ({ code, stdout, read }) => {
      expect([code, read('k8s/base/web.yaml')]).to.deep.equal([1, layout['k8s/base/web.yaml']]);
      expect(stdout).to.match(/nothing to mend; 3 findings left to mend by hand/);
    });
  });

  it('leaves alone what it cannot build, and says so', async () => {
    await run([...fix, 'k8s'], layout, ({ code, stderr, read }) => {
      expect([code, read('k8s/base/web.yaml')]).to.deep.equal([2, layout['k8s/base/web.yaml']]);
      expect(stderr).to.match(/^k8s\/prod: kubectl: cat: /m);
      expect(stderr).to.include(
        'k8s/base/web.yaml was left alone: what the kustomization k8s/base builds of it is not known',
      );
    });
  });

  it('leaves a patch alone that is named itself', async () => {
    const files = {
      ...layout,
      'k8s/prod/unused.yaml': deployment('unused'),
      'k8s/prod/more/strategic.yaml': patch,
      'k8s/prod/kustomization.yaml': 'patchesStrategicMerge: [patch.yaml, more/strategic.yaml]\n',
    };
    const named = ['k8s/prod/patch.yaml', 'k8s/prod/more', 'k8s/prod/unused.yaml'];
    await run([...fix, ...named], files, ({ stderr, read }) => {
      expect(read('k8s/prod/patch.yaml') + read('k8s/prod/more/strategic.yaml')).to.equal(patch + patch);
      expect(read('k8s/prod/unused.yaml')).to.include('memory: 256Mi');
      expect(stderr).to.equal(
        ['patch.yaml', 'more/strategic.yaml']
          .map(
            (file) =>
              `seaworthy: k8s/prod/${file} was left alone: it is a patch or another part of the kustomization k8s/prod, and no whole object\n`,
          )
          .join(''),
      );
    });
  });

  it('mends a file that no kustomization names, which check judges too, and passes over what holds no object', async () => {
    const files = {
      ...layout,
      'k8s/prod/built': deployment('live-web', resources),
      'k8s/prod/x/unnamed.yaml': deployment('unnamed'),
      'k8s/prod/x/helm.yaml': 'replicas: 2\n',
    };
    await run([...fix, 'k8s'], files, ({ code, stdout, stderr, read }) => {
      expect(read('k8s/prod/x/unnamed.yaml')).to.include('memory: 256Mi');
      expect([code, read('k8s/base/web.yaml')]).to.deep.equal([0, layout['k8s/base/web.yaml']]);
      expect(stdout).to.include('2 files read, 1 mended; nothing is left to do');
      expect(stderr).to.include('seaworthy: 1 file below the kustomization k8s/prod was passed over');
      expect(stderr).to.match(/names it and it holds no Kubernetes object: x\/helm\.yaml$/m);
    });
  });

  it('says, as check does, what is left to deny in a file that no kustomization names', async () => {
    const settings = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n';
    const unready = deployment('unnamed', '        ports: [{containerPort: 80}]\n');
    const files = {
      'k8s/kustomization.yaml': 'resources: [web.yaml]\n',
      'k8s/web.yaml': settings,
      'k8s/built': settings,
      'k8s/x/half.yaml': `${unready}---\nfoo: bar\n`,
      'k8s/y/unnamed.yaml': unready,
    };
    const only = ['--policy', 'require-probes', 'k8s'];
    await run(['fix', ...only], files, ({ code, stdout, stderr, read }) => {
      expect([code, read('k8s/y/unnamed.yaml')]).to.deep.equal([2, unready]);
      expect(stdout).to.match(/3 files read, nothing to mend; 4 findings left to mend by hand/);
      expect(stderr.match(/^k8s\/x\/half\.yaml:\d+:1: .*it has no apiVersion and no kind/gm)).to.have.length(1);
    });
    const { 'k8s/x/half.yaml': _, ...sound } = files;
    await run(['fix', ...only], sound, ({ code }) => {
      expect(code).to.equal(1);
    });
  });

  it('counts nothing that the fix of another object of the kustomization has cured', async () => {
    const scalerOf = (name: string): string =>
      `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: ${name}}\n` +
      `spec:\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: ${name}}\n  minReplicas: 2\n  maxReplicas: 4\n` +
      '  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}}]\n';
    const files = {
      'k8s/kustomization.yaml': 'resources: [scaler.yaml, web.yaml]\n',
      'k8s/scaler.yaml': scalerOf('web'),
      'k8s/web.yaml': deployment('web'),
      'k8s/built': `${scalerOf('web')}---\n${deployment('web')}`,
    };
    const prefixed = {
      ...files,
      'k8s/kustomization.yaml': 'namePrefix: live-\nresources: [scaler.yaml, web.yaml]\n',
      'k8s/built': `${scalerOf('live-web')}---\n${deployment('live-web')}`,
    };
    const scaling = ['--policy', 'require-sound-autoscaling', 'k8s'];
    for (const layout of [files, prefixed]) {
      await run([...fix, ...scaling], layout, ({ code, stdout }) => {
        expect(stdout).to.match(/\n2 files read, 1 mended; nothing is left to do\n$/);
        expect(code).to.equal(0);
      });
    }
    await run(['fix', ...scaling], files, ({ code, stdout }) => {
      expect(stdout).to.include('1 finding left to mend by hand (1 enforce)');
      expect(code).to.equal(1);
    });
  });

  it('counts what a patch or a generator brings in, which no file says, and nothing that the fix of a file takes along', async () => {
    const made = 'apiVersion: v1\nkind: Pod\nmetadata: {name: made}\nspec: {containers: [{name: made}]}\n';
    const files = {
      'k8s/kustomization.yaml': 'resources: [web.yaml]\n',
      'k8s/web.yaml': deployment('web', resources),
      'k8s/built': `${deployment('web')}---\n${made}`,
    };
    await run([...fix, 'k8s'], files, ({ code, stdout, stderr }) => {
      expect(stdout).to.match(/^1 file read, nothing to mend; 6 findings left to mend by hand \(6 enforce\)/);
      expect(stderr).to.equal(
        'seaworthy: 6 findings in what the kustomization k8s builds are in none of its resources: ' +
          'mend by hand what brings them in, such as a patch\n',
      );
      expect(code).to.equal(1);
    });
    const patched = deployment('web', '        securityContext: {privileged: true}\n');
    const mended = { ...files, 'k8s/web.yaml': deployment('web'), 'k8s/built': patched };
    const both = [...fix, '--policy', 'disallow-privileged-containers', 'k8s'];
    await run(both, mended, ({ code, stdout }) => {
      expect(stdout).to.match(/\n1 file read, 1 mended; 1 finding left to mend by hand \(1 enforce\)/);
      expect(code).to.equal(1);
    });
  });

  it('writes nothing that would not help, or be refused, beside what a patch says', async () => {
    const secured = (memory: string, context: string): string =>
      deployment(
        'web',
        `        resources: {requests: {cpu: 1, memory: ${memory}}}\n        securityContext: {${context}}\n`,
      );
    const files = {
      'k8s/kustomization.yaml': 'resources: [web.yaml]\n',
      'k8s/web.yaml': secured('1Mi', 'procMount: Default'),
      'k8s/built': secured('1Gi', 'privileged: true, readOnlyRootFilesystem: false, capabilities: {drop: [NET_RAW]}'),
    };
    const ids = ['disallow-privilege-escalation', 'require-read-only-root-filesystem', 'require-dropped-capabilities'];
    const only = ids.flatMap((id) => ['--policy', id]);
    await run([...fix, ...only, '--profile', 'strict', 'k8s'], files, ({ code, stdout, read }) => {
      expect(read('k8s/web.yaml')).to.equal(files['k8s/web.yaml'].replace('}}', '}, limits: {cpu: 1}}'));
      expect(stdout).to.include('1 file read, 1 mended; 4 findings left to mend by hand');
      expect(code).to.equal(1);
    });
  });

  it('writes nothing where a JSON patch has the last word', async () => {
    const patches = (target: string, operation: string): string =>
      `resources: [web.yaml]\npatches:\n- target: {${target}}\n  path: resources.yaml\n- target: {kind: Deployment}\n  patch: |-\n    - ${operation}\n`;
    const place = '/spec/template/spec/containers/0';
    const add = `{op: add, path: ${place}/resources, value: {limits: {cpu: 1}}}`;
    const built = deployment('web', '        resources: {limits: {cpu: 1}}\n');
    const files = { 'k8s/web.yaml': deployment('web'), 'k8s/built': built, 'k8s/resources.yaml': `- ${add}\n` };
    const test = `{op: test, path: ${place}/name, value: web}`;
    for (const [kustomization, left] of [
      [patches('kind: Deploy.*, name: web', test), 2],
      [patches('kind: Pod', add), 2],
      [patches('kind: Deployment, name: other', `{op: add, path: ${place.replace('0', '1')}, value: {name: b}}`), 0],
    ] as const) {
      const all = { ...files, 'k8s/kustomization.yaml': kustomization };
      await run([...fix, 'k8s'], all, ({ code, stdout, read }) => {
        expect([code, read('k8s/web.yaml') === files['k8s/web.yaml']], kustomization).to.deep.equal(
          left === 0 ? [0, false] : [1, true],
        );
        expect(stdout).to.include(left === 0 ? 'nothing is left to do' : `${left} findings left to mend by hand`);
      });
    }
  });

  it('writes what one fix calls for after another, and labels that a kustomization adds to', async () => {
    const spread = (labels: string): string =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 2\n  selector: {matchLabels: {${labels}}}\n` +
      `  template:\n    metadata: {labels: {${labels}}}\n    spec:\n      containers:\n` +
      `      - name: web\n        image: shop/web:1.2.3\n        securityContext: {privileged: true}\n`;
    const files = {
      'k8s/kustomization.yaml': 'resources: [web.yaml]\ncommonLabels: {env: live}\n',
      'k8s/web.yaml': spread('app: web'),
      'k8s/built': spread('app: web, env: live'),
    };
    const ids = ['disallow-privileged-containers', 'disallow-privilege-escalation', 'require-topology-spread'];
    const policies = ids.flatMap((id) => ['--policy', id]);
    await run(['fix', '--profile', 'strict', ...policies, 'k8s'], files, ({ code, stdout, read }) => {
      expect(read('k8s/web.yaml')).to.include('{privileged: false, allowPrivilegeEscalation: false}');
      expect(read('k8s/web.yaml')).to.match(/matchLabels:\n {12}app: web\n$/);
      expect([code, stdout.split('\n').at(-2)]).to.deep.equal([0, '1 file read, 1 mended; nothing is left to do']);
    });
  });

  it('tells objects of one name apart by their namespaces', async () => {
    const pod = (namespace: string, container: string): string =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: ${namespace}}\nspec:\n  containers:\n  - name: web\n${container}`;
    const [sound, privileged] = [pod('a', '    tty: false\n'), pod('b', '    securityContext: {privileged: true}\n')];
    const files = {
      'k8s/kustomization.yaml': 'resources: [a.yaml, b.yaml]\n',
      'k8s/a.yaml': sound,
      'k8s/b.yaml': privileged,
      'k8s/built': `${sound}---\n${privileged}`,
    };
    await run(['fix', '--policy', 'disallow-privileged-containers', 'k8s'], files, ({ code, stdout, read }) => {
      expect(read('k8s/b.yaml')).to.include('privileged: false');
      expect([code, stdout.split('\n').at(-2)]).to.deep.equal([0, '2 files read, 1 mended; nothing is left to do']);
    });
  });

  it('tells an object with a prefix from another one that has its name without the prefix', async () => {
    const files = {
      'k8s/kustomization.yaml': 'resources: [next, web.yaml]\n',
      'k8s/web.yaml': deployment('web', resources),
      'k8s/next/kustomization.yaml': 'namePrefix: next-\nresources: [web.yaml]\n',
      'k8s/next/web.yaml': deployment('web'),
      'k8s/built': `${deployment('next-web')}---\n${deployment('web', resources)}`,
    };
    await run([...fix, 'k8s'], files, ({ code, stdout, read }) => {
      expect([code, stdout.split('\n').at(-2)]).to.deep.equal([0, '2 files read, 1 mended; nothing is left to do']);
      expect(read('k8s/next/web.yaml')).to.include('memory: 256Mi');
    });
  });

  it('leaves charts alone', async () => {
    const files = { 'k8s/web/Chart.yaml': 'name: web\n', 'k8s/web/templates/web.yaml': deployment('web') };
    await run([...fix, 'k8s'], files, ({ stdout, stderr, read }) => {
      expect(read('k8s/web/templates/web.yaml')).to.equal(deployment('web'));
      expect(stdout).to.equal('0 files read, nothing to mend\n');
      expect(stderr).to.include(
        'seaworthy: k8s/web is a Helm chart and was passed over: its templates are no manifests\n',
      );
    });
  });

  it('has check pass over patches and kustomizations that are named themselves', async () => {
    const args = [
      'check',
      '--profile',
      'baseline',
      'k8s/prod/patch.yaml',
      'k8s/prod/kustomization.yaml',
      'k8s/prod/values.yaml',
    ];
    await run(args, layout, ({ code, stdout, stderr }) => {
      expect([code, stdout]).to.deep.equal([0, '0 objects judged\n']);
      expect(stderr.split('\n')).to.deep.equal([
        'seaworthy: k8s/prod/patch.yaml was passed over: it is a patch or another part of the kustomization k8s/prod; seaworthy check of that folder judges what it builds',
        'seaworthy: k8s/prod/kustomization.yaml was passed over: it is the file of the kustomization k8s/prod; seaworthy check of that folder judges what it builds',
        'seaworthy: k8s/prod/values.yaml was passed over: it is a patch or another part of the kustomization k8s/prod; seaworthy check of that folder judges what it builds',
        '',
      ]);
    });
  });
});
