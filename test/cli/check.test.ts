import { execFileSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import { seaworthy, withFiles } from './seaworthy.js';
import type { Outcome, Surroundings } from './seaworthy.js';

interface Findings {
  readonly summary: {
    readonly objects: number;
    readonly findings: Readonly<Record<string, number>>;
    readonly score: number;
  };
  readonly findings: readonly {
    readonly policy: string;
    readonly object: { readonly kind: string; readonly name: string; readonly namespace?: string };
    readonly path: string;
    readonly source: {
      readonly file: string;
      readonly document: number;
      readonly line: number;
      readonly column: number;
    };
  }[];
  readonly errors: readonly { readonly file: string; readonly line?: number; readonly message: string }[];
}

const validate = new Ajv().compile(JSON.parse(readFileSync('docs/findings.schema.json', 'utf8')) as object);

/** A Deployment that lacks all that production demands. */
const bad = (name: string, namespace = 'shop'): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: nginx
`;

/** A Pod that production has nothing to say about. */
const good = `apiVersion: v1
kind: Pod
metadata: {name: good, namespace: shop, labels: {app.kubernetes.io/name: good}}
spec:
  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
  containers:
    - name: app
      image: registry.example.com/shop/app:1.2.3
      securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
      readinessProbe: {httpGet: {path: /ready, port: 8080}}
      livenessProbe: {httpGet: {path: /live, port: 8080}}
      resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}
`;

/** What production wants to see beside it. */
const walls = `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: walls, namespace: shop}
spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
`;

/** A configuration that changes nothing. */
const CONFIG = 'apiVersion: seaworthy.dev/v1\nkind: Configuration\n';

async function check(
  files: Readonly<Record<string, string | Buffer>>,
  args: readonly string[] = ['.'],
  around: Surroundings = {},
): Promise<Outcome> {
  return withFiles(files, (cwd) => seaworthy(['check', ...args], { cwd, ...around }));
}

async function checkJson(
  files: Readonly<Record<string, string | Buffer>>,
  args: readonly string[] = ['.'],
  around: Surroundings = {},
): Promise<Outcome & { readonly found: Findings }> {
  const outcome = await check(files, [...args, '--format', 'json'], around);
  const found = JSON.parse(outcome.stdout) as Findings;
  expect(validate(found), JSON.stringify(validate.errors)).to.equal(true);
  return { ...outcome, found };
}

describe('seaworthy check', function () {
  this.timeout(60_000);

  it('finds nothing wrong with what is fit for production', async () => {
    const { code, stdout } = await check({ 'good.yaml': good, 'walls.yaml': walls });
    expect(stdout).to.equal('2 objects judged: nothing found, score 100 of 100\n');
    expect(code).to.equal(0);
  });

  it('says what is wrong, where, and what to do', async () => {
    const { code, stdout } = await check({ 'web.yaml': bad('web') });
    expect(code).to.equal(1);
    expect(stdout).to.match(/^web\.yaml\n {2}Deployment shop\/web\n/);
    expect(stdout).to.match(
      /^ {4}11:11 +enforce +high +require-pinned-images: container "web": image "nginx" has no tag\n +\| image: nginx\n +Name a version/m,
    );
    expect(stdout).to.match(/1 object judged: \d+ findings in 1 object \(\d+ enforce[^)]*\), score \d+ of 100/);
  });

  it('counts every document, opens Lists, and points at the lines of their items', async () => {
    const list = `---\n---\n# empty\n---\napiVersion: v1\nkind: List\nitems:\n- ${bad('one').replaceAll('\n', '\n  ')}\n- ${good.replaceAll('\n', '\n  ')}`;
    const { code, found } = await checkJson({ 'list.yaml': list });
    expect(code).to.equal(1);
    expect(found.summary.objects).to.equal(2);
    const image = found.findings.find(({ policy }) => policy === 'require-pinned-images');
    expect(image?.object).to.deep.equal({ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'one' });
    expect(image?.path).to.equal('/spec/template/spec/containers/0/image');
    expect(image?.source).to.deep.equal({ file: 'list.yaml', document: 2, line: 18, column: 13 });
  });

  it('reads folders at any depth, JSON and standard input', async () => {
    const json = JSON.stringify(
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'j' }, spec: { containers: [{ name: 'a' }] } },
      null,
      '\t',
    );
    const { found } = await checkJson(
      {
        'k8s/a/b.yml': bad('b'),
        'k8s/c.json': json,
        'k8s/readme.txt': 'no',
        'k8s/.hidden.yaml': ':',
        'k8s/node_modules/x/x.json': '{}',
      },
      ['k8s', '-'],
      { stdin: bad('stdin') },
    );
    expect(new Set(found.findings.map(({ source }) => source.file))).to.deep.equal(
      new Set(['-', 'k8s/a/b.yml', 'k8s/c.json']),
    );
    expect(found.errors).to.deep.equal([]);
    const ofJson = found.findings.findLast(({ source }) => source.file === 'k8s/c.json');
    expect(ofJson?.source.line).to.be.greaterThan(5);
  });

  it('judges on when something is broken, and lists all of it', async () => {
    const files = {
      'broken.yaml': `${bad('a')}---\na: [1\n---\n${bad('b')}`,
      'bytes.yaml': Buffer.from([0xff, 0xfe]),
      'chart.yaml': 'image: {{ .Values.image }}\n',
      'erb.yaml': 'image: <%= image %>: x\n',
      'text.yaml': '\n\njust text\n',
      'typeless.yaml': 'metadata: {name: x}\n',
    };
    const { code, stderr, found } = await checkJson(files, ['.', 'gone.yaml']);
    expect(code).to.equal(2);
    expect(new Set(found.findings.map(({ object }) => object.name))).to.deep.equal(new Set(['a', 'b']));
    expect(found.findings.find(({ object }) => object.name === 'b')?.source.document).to.equal(2);
    expect(found.errors.map(({ file, line }) => `${file}:${line ?? 0}`)).to.include.members([
      'broken.yaml:14', 'bytes.yaml:1', 'chart.yaml:1', 'gone.yaml:0', 'text.yaml:3', 'typeless.yaml:1',
    ]); // prettier-ignore
    for (const template of ['chart.yaml', 'erb.yaml']) {
      expect(found.errors.find(({ file }) => file === template)?.message).to.include('looks like a template');
    }
    expect(stderr).to.include('typeless.yaml:1:1: this is no Kubernetes object: it has no apiVersion and no kind\n');
    expect(stderr).to.include('gone.yaml: no such file or folder\n');
  });

  it('reads nothing twice, and follows no link round in a circle', async () => {
    const outcome = await withFiles({ 'k8s/web.yaml': bad('web') }, (cwd) => {
      symlinkSync('.', join(cwd, 'k8s', 'again'));
      symlinkSync('web.yaml', join(cwd, 'k8s', 'x.yaml'));
      return seaworthy(['check', 'k8s', 'k8s/web.yaml', '--format', 'json'], { cwd });
    });
    expect((JSON.parse(outcome.stdout) as Findings).summary.objects).to.equal(1);
  });

  it('passes over empty files and folders without manifests, and says so', async () => {
    const { code, stdout, stderr } = await check({ 'empty.yaml': '', 'none/readme.md': '' }, ['empty.yaml', 'none']);
    expect([code, stdout]).to.deep.equal([0, '0 objects judged\n']);
    expect(stderr).to.match(/none holds no \*\.yaml/);
  });

  it('leaves out policies without a source of evidence, and warns once', async () => {
    const { stderr, stdout } = await check({ 'a.yaml': bad('a'), 'b.yaml': bad('b') });
    expect(stderr.match(/require-scanned-images/g)).to.have.length(1);
    expect(stdout).not.to.include('require-scanned-images');
    expect((await check({ 'a.yaml': bad('a') }, ['.', '--profile', 'baseline'])).stderr).to.equal('');
  });

  it('warns of such a policy where it had something to judge, and where its findings would have counted', async () => {
    const settings = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: shop}\ndata: {a: b}\n';
    expect((await check({ 'settings.yaml': settings })).stderr).to.equal('');
    expect((await check({ 'a.yaml': bad('a') }, ['.', '--min-severity', 'critical'])).stderr).to.equal('');
    const both = await check({ 'settings.yaml': settings, 'web.yaml': bad('web') }, ['.', '--min-severity', 'high']);
    expect(both.stderr).to.match(/^seaworthy: warning: require-scanned-images was not judged, .*\n$/);
  });

  it('names the command that mends what it found, with the flags that it was given itself', async () => {
    const promise = async (args: readonly string[]): Promise<string | undefined> =>
      /^seaworthy fix.* mends/m.exec(
        (await check({ 'web.yaml': bad('web'), 'a b.yaml': CONFIG }, ['web.yaml', ...args])).stdout,
      )?.[0];
    expect(await promise([])).to.equal('seaworthy fix mends');
    expect(await promise(['--profile', 'production'])).to.equal('seaworthy fix mends');
    expect(await promise(['--profile', 'strict', '--config', 'a b.yaml', '--kubernetes-version', '1.35'])).to.equal(
      "seaworthy fix --profile strict --config 'a b.yaml' --kubernetes-version 1.35 mends",
    );
  });

  it('says that standard input was empty, for what should have filled it may have failed', async () => {
    const { code, stdout, stderr } = await check({}, ['-'], { stdin: '\n' });
    expect([code, stdout]).to.deep.equal([0, '0 objects judged\n']);
    expect(stderr).to.equal('seaworthy: standard input held nothing that could be judged\n');
  });

  it('obeys the configuration: its profiles, modes and exempt namespaces', async () => {
    const config = `apiVersion: seaworthy.dev/v1
kind: Configuration
exempt: {namespaces: [legacy]}
profiles:
  gentle:
    extends: baseline
    policies: {require-probes: {mode: warn}, require-resources: off, require-pinned-images: off}
`;
    const files = {
      'm/a.yaml': bad('a'),
      'm/b.yaml': bad('b', 'legacy'),
      'm/dns.yaml': bad('dns', 'kube-system'),
      'c.yaml': config,
    };
    const args = ['m', '--config', 'c.yaml', '--profile', 'gentle'];
    const { code, stderr, found } = await checkJson(files, args);
    expect([code, found.summary.objects]).to.deep.equal([0, 1]);
    expect(found.summary.findings).to.deep.equal({ enforce: 0, warn: 2, audit: 0, waived: 0 });
    expect(stderr).to.equal(
      'seaworthy: 1 object not judged: the namespace legacy is exempt\n' +
        'seaworthy: 1 object not judged: the namespace kube-system is exempt\n',
    );
    const unknown = await check(files, ['m', '--config', 'c.yaml', '--profile', 'gentel']);
    expect(unknown).to.deep.equal({
      code: 2,
      stdout: '',
      stderr: 'seaworthy: unknown profile "gentel"; did you mean "gentle"?\n',
    });
  });

  it('judges what is in no namespace, whichever namespace it names or is asked for', async () => {
    const role = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: everything, namespace: kube-system}
rules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]
`;
    const { found, stderr } = await checkJson({ 'role.yaml': role });
    expect(found.findings.map(({ policy }) => policy)).to.include('disallow-wildcard-rbac');
    expect(found.findings[0]?.object).to.deep.equal({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      name: 'everything',
    });
    expect(stderr).not.to.include('exempt');
    const system = await checkJson({ 'role.yaml': role }, ['.', '--namespace', 'kube-system']);
    expect(system.found.findings).to.deep.equal(found.findings);
  });

  it('lets a Namespace be that is exempt, as admission does', async () => {
    const { found, stderr } = await checkJson({
      'system.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: kube-system}\n',
    });
    expect(found.summary.objects).to.equal(0);
    expect(stderr).to.include('1 object not judged: the namespace kube-system is exempt');
  });

  it('refuses a broken configuration with its place', async () => {
    const { code, stdout, stderr } = await check({ 'c.yaml': 'kind: Configuration\nceilng: warn\n' }, [
      '.',
      '--config',
      'c.yaml',
    ]);
    expect([code, stdout]).to.deep.equal([2, '']);
    expect(stderr).to.match(/^seaworthy: c\.yaml:2:1: /m);
  });

  it('judges what will run after injection when it is asked to', async () => {
    const { found } = await checkJson({ 'web.yaml': bad('web'), 'pod.yaml': good.replace(/ +resources:.*\n/, '') }, [
      '.',
      '--inject',
    ]);
    const policies = new Set(found.findings.map(({ policy }) => policy));
    expect(policies).to.include('require-probes');
    expect(policies).not.to.include('require-resources');
    expect(policies).not.to.include('disallow-privilege-escalation');
  });

  it('leaves out what is less severe, and prints as many findings as wanted', async () => {
    const { found } = await checkJson({ 'web.yaml': bad('web') }, [
      '.',
      '--min-severity',
      'high',
      '--max-findings',
      '2',
    ]);
    expect(found.findings).to.have.length(2);
    expect(found.summary.findings['enforce']).to.be.greaterThan(2);
  });

  it('does not count what it leaves out, for the exit code either', async () => {
    const files = { 'web.yaml': bad('web') };
    expect((await check(files, ['.', '--min-severity', 'high'])).code).to.equal(1);
    const { code, found } = await checkJson(files, ['.', '--min-severity', 'critical']);
    expect(code).to.equal(0);
    expect(found.findings).to.deep.equal([]);
    expect(found.summary.findings['enforce']).to.equal(0);
  });

  it('judges for a version of Kubernetes that the configuration takes, and refuses any other', async () => {
    for (const version of ['1.4', 'v1.37.2', '1.40']) {
      expect((await check({ 'good.yaml': good }, ['.', '--kubernetes-version', version])).code, version).to.equal(0);
    }
    for (const version of ['new', '1.99', '1.41', '1.3', '2.0', '0.34']) {
      const { code, stderr } = await check({ 'good.yaml': good }, ['.', '--kubernetes-version', version]);
      expect(code, version).to.equal(2);
      expect(stderr).to.equal(
        `seaworthy: option '--kubernetes-version <version>' argument '${version}' is invalid. A version from 1.4 to 1.40 is wanted.\n`,
      );
    }
  });

  it('refuses to check nothing', async () => {
    const { code, stderr } = await check({}, []);
    expect(code).to.equal(2);
    expect(stderr).to.match(/^seaworthy: check needs a file.*\n$/);
  });

  it('gives the same bytes for the same input', async () => {
    const files = { 'a.yaml': bad('a'), 'b.yaml': bad('b') };
    const [one, other] = await Promise.all([
      checkJson(files, ['a.yaml', 'b.yaml']),
      checkJson(files, ['b.yaml', 'a.yaml']),
    ]);
    expect(one.stdout).to.equal(other.stdout);
  });

  it('reads a pipe that is named, and passes over one that lies in a folder', async () => {
    await withFiles({ 'k8s/a.yaml': good }, async (folder) => {
      execFileSync('mkfifo', [join(folder, 'k8s', 'pipe.yaml')]);
      const below = await seaworthy(['check', 'k8s'], { cwd: folder });
      expect(below).to.include({ code: 0 });
      // Throws upon every exit code but 0.
      const piped = `"$0" --import tsx src/cli/main.ts check <(cat "$1")`;
      execFileSync('bash', ['-c', piped, process.execPath, join(folder, 'k8s', 'a.yaml')], { stdio: 'ignore' });
    });
  });

  it('shows no control characters of a name', async () => {
    const { stderr } = await seaworthy(['check', 'no\u001b[31msuch.yaml']);
    expect(stderr).to.include('such.yaml').and.not.include('\u001b');
  });
});
