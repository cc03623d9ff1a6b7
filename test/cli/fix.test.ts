import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { applyPatch } from 'diff';
import { caveatsOf } from '../../src/cli/fix/caveats.js';
import { seaworthy, withFiles } from './seaworthy.js';
import type { Outcome, Surroundings } from './seaworthy.js';

/** A Deployment with comments and habits of its own, which lacks what `fix` can add, and probes, which it cannot. */
const web = `# the shop's front
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}   # two words
spec:
    replicas: 2

    template:
        spec:
            containers:
            - name: "web"
              image: registry.example.com/shop/web:1.2.3
              securityContext:
                  privileged: true # for a day
              # the end of web
`;

const only = ['--policy', 'disallow-privileged-containers', '--policy', 'disallow-privilege-escalation'];

const mended = web
  .replace('privileged: true', 'privileged: false')
  .replace('# for a day\n', '# for a day\n                  allowPrivilegeEscalation: false\n');

const pod = (name: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: shop}\nspec:\n  containers: [{name: a, image: 'a:1'}]\n`;

interface Fixed extends Outcome {
  /** What the files hold afterwards. */
  readonly files: Readonly<Record<string, string>>;
}

async function fix(
  files: Readonly<Record<string, string | Buffer>>,
  args: readonly string[],
  around: Surroundings = {},
): Promise<Fixed> {
  return withFiles(files, async (cwd) => {
    const outcome = await seaworthy(['fix', ...args], { cwd, ...around });
    const names = readdirSync(cwd, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = names.map(({ parentPath, name }) => join(parentPath, name));
    const texts = paths.map((path) => [path.slice(cwd.length + 1), readFileSync(path, 'utf8')] as const);
    return { ...outcome, files: Object.fromEntries(texts) };
  });
}

describe('seaworthy fix', function () {
  this.timeout(60_000);

  it('writes the fixes into a file, and changes nothing the second time', async () => {
    await withFiles({ 'web.yaml': web }, async (cwd) => {
      const first = await seaworthy(['fix', ...only, '.'], { cwd });
      expect(first).to.deep.equal({
        code: 0,
        stdout:
          'web.yaml\n  Deployment shop/web: disallow-privilege-escalation, disallow-privileged-containers\n\n' +
          `before you deploy\n${caveatsOf(only)
            .map((one) => `  ${one}`)
            .join('\n')}\n\n` +
          '1 file read, 1 mended; nothing is left to do\n',
        stderr: '',
      });
      expect(readFileSync(join(cwd, 'web.yaml'), 'utf8')).to.equal(mended);
      const { ino } = statSync(join(cwd, 'web.yaml'));
      const second = await seaworthy(['fix', ...only, 'web.yaml'], { cwd });
      expect(second.stdout).to.equal('1 file read, nothing to mend; nothing is left to do\n');
      expect(statSync(join(cwd, 'web.yaml')).ino, 'the file was not written again').to.equal(ino);
      expect(readdirSync(cwd)).to.deep.equal(['web.yaml']);
    });
  });

  it('counts what it cannot mend, names the command that lists it, and fails where it would be denied', async () => {
    const { code, stdout, files } = await fix({ 'web.yaml': web }, ['--kubernetes-version', '1.35', '.']);
    expect(code).to.equal(1);
    expect(stdout).to.match(
      /\n1 file read, 1 mended; \d+ findings left to mend by hand \(\d+ enforce, \d+ warn\): seaworthy check --kubernetes-version 1\.35 lists them\n$/,
    );
    expect(files['web.yaml']).to.include('runAsNonRoot: true').and.include('            - name: "web"\n');
  });

  it('says what to look at before the fixes are deployed, once for each policy, and nothing of evidence', async () => {
    const files = { 'a.yaml': pod('a'), 'b.yaml': pod('b') };
    const { stdout, stderr } = await fix(files, ['.']);
    expect(stdout.slice(stdout.indexOf('\n\n'))).to.match(
      new RegExp(
        '^\n\nbefore you deploy\n' +
          '  disallow-privilege-escalation: try it: .*\n' +
          '  require-dropped-capabilities: try it: a program that needs a capability fails without it\n' +
          '  require-non-root: try it: the image must start as another user than root\n' +
          '  require-resources: the amounts written are defaults: compare them with what the container uses\n' +
          '  require-seccomp-profile: try it: .*\n' +
          '\n2 files read, 2 mended; .*\n$',
      ),
    );
    expect(stderr, 'what fix could not mend in any case').to.equal('');
    const again = await fix(files, ['--dry-run', '--policy', 'require-non-root', '.']);
    expect(again.stderr).to.match(/\n\nbefore you deploy\n {2}require-non-root: .*\n\n2 files read/);
  });

  it('judges by the profile, the configuration and the version that it is given', async () => {
    const own =
      'apiVersion: seaworthy.dev/v1\nkind: Configuration\nprofiles:\n  mine:\n    extends: baseline\n    policies: {}\n';
    const { stdout, files } = await fix({ 'web.yaml': web, 'own.yml': own }, [
      '--config', 'own.yml', '--profile', 'mine', '--kubernetes-version', '1.31', 'web.yaml',
    ]); // prettier-ignore
    expect(stdout).to.include('Deployment shop/web: disallow-privileged-containers, require-resources\n');
    expect(files['web.yaml']).not.to.include('allowPrivilegeEscalation');
  });

  it('prints a diff that can be applied, and writes nothing', async () => {
    const args = ['--dry-run', ...only, './k8s/web.yaml', 'windows.yaml'];
    const windows = web.replaceAll('\n', '\r\n').trimEnd();
    const { code, stdout, stderr, files } = await fix({ 'k8s/web.yaml': web, 'windows.yaml': windows }, args);
    expect(code).to.equal(0);
    expect(files).to.deep.equal({ 'k8s/web.yaml': web, 'windows.yaml': windows });
    expect(stderr).to.match(/\n2 files read, 2 would be mended; nothing is left to do\n$/);
    const [unix = '', dos = ''] = stdout.split('--- a/windows.yaml');
    expect(unix).to.equal(
      '--- a/k8s/web.yaml\n+++ b/k8s/web.yaml\n@@ -11,5 +11,6 @@\n' +
        '             - name: "web"\n               image: registry.example.com/shop/web:1.2.3\n' +
        '               securityContext:\n-                  privileged: true # for a day\n' +
        '+                  privileged: false # for a day\n+                  allowPrivilegeEscalation: false\n' +
        '               # the end of web\n',
    );
    expect(applyPatch(web, unix)).to.equal(mended);
    expect(applyPatch(windows, `--- a/windows.yaml${dos}`)).to.equal(mended.replaceAll('\n', '\r\n').trimEnd());
    expect(dos).to.include('\\ No newline at end of file\n');
  });

  it('prints a diff that patch and git apply take, whatever the files are called and wherever they are', async () => {
    const names = ['name with blanks.yaml', 'ümlaut.yaml', 'say "it".yaml', 'sub/web.yaml', '../beside/a b.yaml'];
    const from = (folder: string, files: readonly string[]): Promise<void> =>
      withFiles(Object.fromEntries(names.map((name) => [join('work', name), web])), async (root) => {
        const cwd = join(root, 'work');
        const { stdout } = await seaworthy(['fix', '--dry-run', ...only, ...files], { cwd });
        for (const tool of [
          ['patch', '-p1', '--dry-run'],
          ['git', 'apply', '--check'],
          ['patch', '-p1'],
        ] as const) {
          execFileSync(tool[0], tool.slice(1), { cwd: folder === '' ? cwd : folder, input: stdout });
        }
        for (const file of files) expect(readFileSync(join(cwd, file), 'utf8')).to.equal(mended);
      });
    await from('', names.slice(0, 4));
    await from('/', names);
  });

  it('prints a diff of what links lead to, for patch and git apply write through none', async () => {
    await withFiles({ 'work/k8s/web.yaml': web, 'work/a.yaml': web, 'beside/b.yaml': web }, async (root) => {
      const cwd = join(root, 'work');
      symlinkSync('k8s', join(cwd, 'linked'));
      symlinkSync('../a.yaml', join(cwd, 'k8s/a.yaml'));
      symlinkSync('../beside/b.yaml', join(cwd, 'b.yaml'));
      for (const [paths, folder] of [
        [['linked', 'k8s/a.yaml'], cwd],
        [['b.yaml'], '/'],
      ] as const) {
        const { stdout } = await seaworthy(['fix', '--dry-run', ...only, ...paths], { cwd });
        execFileSync('git', ['apply', '--check'], { cwd: folder, input: stdout });
        execFileSync('patch', ['-p1'], { cwd: folder, input: stdout });
      }
      for (const file of ['work/k8s/web.yaml', 'work/a.yaml', 'beside/b.yaml'])
        expect(readFileSync(join(root, file), 'utf8'), file).to.equal(mended);
    });
  });

  it('colours the diff and the summary on a terminal alone', async () => {
    const { stdout, stderr } = await fix({ 'web.yaml': web }, ['--dry-run', '.'], { env: { NO_COLOR: '' } });
    expect(stdout + stderr).not.to.include('\u001b');
  });

  it('mends what comes from standard input, and prints nothing else there', async () => {
    const { code, stdout, stderr } = await fix({}, [...only, '-'], { stdin: web });
    expect([code, stdout]).to.deep.equal([0, mended]);
    expect(stderr).to.match(/^standard input\n {2}Deployment shop\/web: /);
  });

  it('mends JSON and the items of Lists, and no other document of the stream', async () => {
    const json = `${JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'j' }, spec: { containers: [{ name: 'a' }] } }, null, '\t')}\n`;
    const odd = '\uFEFF%YAML 1.1\n# odd\n---\n- no\r\n-   object\n...\n# between\n--- # list\n';
    const list = `apiVersion: v1\nkind: List\nitems:\n- ${pod('one').replaceAll('\n', '\n  ').trimEnd()}\n- ${pod('two').replaceAll('\n', '\n  ').trimEnd()}\n`;
    const end = '---\na: [1\n---\nkind: Secret\napiVersion: v1\nmetadata:   {name:   s}\n...\n\n# end';
    const { code, stderr, files } = await fix({ 'a.json': json, 'b.yaml': odd + list + end }, [...only, '.']);
    expect(code).to.equal(2);
    expect(stderr)
      .to.include('b.yaml:4:1: this is no Kubernetes object')
      .and.to.match(/b\.yaml:\d+:\d+: /);
    expect(files['a.json']).to.equal(
      json.replace('"a"', '"a",\n\t\t\t\t"securityContext": {\n\t\t\t\t\t"allowPrivilegeEscalation": false\n\t\t\t\t}'),
    );
    const fixed = list.replaceAll(`'a:1'}`, `'a:1', securityContext: {allowPrivilegeEscalation: false}}`);
    expect(files['b.yaml']).to.equal(odd + fixed + end);
  });

  it('leaves a file alone in which a template language shows, and says so', async () => {
    const chart = web.replace('shop/web:1.2.3', 'shop/web:{{ .Values.tag }}');
    const broken = 'image: {{ .Values.image }}\n';
    const { code, stderr, files } = await fix({ 'chart.yaml': chart, 'broken.yaml': broken }, ['.']);
    expect(code).to.equal(2);
    expect(files).to.deep.equal({ 'chart.yaml': chart, 'broken.yaml': broken });
    expect(stderr).to.include(
      'seaworthy: chart.yaml:12:52: this file was left alone: a template language shows in it ({{ }})',
    );
    expect(stderr).to.match(/^broken\.yaml:1:\d+: .*; this looks like a template/m);
  });

  it('is not promised by check for a file that it leaves alone', async () => {
    const template = pod('t').replace("image: 'a:1'", `image: 'a:1', args: ["--format={{.ID}}"]`);
    await withFiles({ 't.yaml': template, 'p.yaml': pod('p') }, async (cwd) => {
      const alone = await seaworthy(['check', 't.yaml'], { cwd });
      expect(alone.stdout).to.include('fix:').and.not.to.include('seaworthy fix mends');
      const both = await seaworthy(['check', '.'], { cwd });
      const other = await seaworthy(['check', 'p.yaml'], { cwd });
      const promise = /seaworthy fix mends \d+ of them/;
      expect(promise.exec(both.stdout)?.[0]).to.equal(promise.exec(other.stdout)?.[0]).and.not.to.equal(undefined);
    });
  });

  it('knows the marks of many template languages, in files that are YAML as well', async () => {
    const lines = {
      erb: '# <% if live %>',
      jinja: '# {% if live %}',
      note: '# {# live #}',
      ytt: '#@ if data.values.live:',
      inline: 'x-note: (@= live @)',
      gitlab: 'x-note: "$[[ inputs.live ]]"',
      github: 'x-note: ${{ inputs.live }}',
    };
    const files = Object.fromEntries(
      Object.entries(lines).map(([name, line]) => [`${name}.yaml`, `${pod(name)}${line}\n`]),
    );
    const {
      code,
      stderr,
      files: after,
    } = await fix({ ...files, 'erb2.yaml': 'image: <%= image %>: x\n' }, [...only, '.']);
    expect(code).to.equal(2);
    expect(after).to.include(files);
    for (const name of Object.keys(lines)) {
      const place = `seaworthy: ${name}.yaml:6:`;
      expect(stderr).to.match(
        new RegExp(`^${place}\\d+: this file was left alone: a template language shows in it \\(`, 'm'),
      );
    }
    expect(stderr).to.match(/^erb2\.yaml:1:\d+: .*; this looks like a template/m);
  });

  it('overwrites no variable that is filled in later, and mends the rest', async () => {
    const variable = web.replace('privileged: true', 'privileged: ${PRIVILEGED}');
    const { files, stdout } = await fix({ 'web.yaml': variable }, [...only, '.']);
    expect(files['web.yaml']).to.equal(mended.replace('privileged: false', 'privileged: ${PRIVILEGED}'));
    const own = pod('own').replace("'a:1'}", "'a:1', securityContext: '${CONTEXT}'}");
    expect((await fix({ 'own.yaml': own }, [...only, '.'])).files['own.yaml']).to.equal(own);
    expect(stdout).to.include('web.yaml');
  });

  it('leaves an object alone whose text cannot be edited without changing another place', async () => {
    const shared = `${pod('one').replace("[{name: a, image: 'a:1'}]", '&c [{name: a, image: "a:1"}]')}x-same: *c\n`;
    const { code, stderr, files } = await fix({ 'one.yaml': `${shared}---\n${pod('two')}` }, [...only, '.']);
    expect(code).to.equal(1);
    expect(stderr).to.match(/^seaworthy: one\.yaml:5:15: Pod shop\/one was left alone: .*\(an anchor/m);
    expect(files['one.yaml']).to.match(/^[^]*x-same: \*c\n---\n[^]*allowPrivilegeEscalation: false\}\}\]\n$/);
  });

  it('says once why it leaves all objects of a document alone, and where', async () => {
    const item = '- {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a}]}}\n';
    const list = `apiVersion: v1\nkind: List\nitems:\n${item}${item}${item}# kept\r`;
    const { stderr, files } = await fix({ 'list.yaml': list }, [...only, '.']);
    expect(files['list.yaml']).to.equal(list);
    expect(stderr).to.match(
      /^seaworthy: list\.yaml:7:7: Pod a and 2 more objects were left alone: a carriage [^\n]*\n$/,
    );
  });

  it('says truly why it leaves something alone', async () => {
    const files = {
      'open.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n    args:\n    - |\n      run',
    };
    const { stderr, files: after } = await fix(files, [...only, '.']);
    expect(after['open.yaml']).to.equal(files['open.yaml']);
    expect(stderr).to.match(
      /^seaworthy: open\.yaml:1:1: Pod a was left alone: the text in lines at its end .* has no line break/m,
    );
    expect(stderr).not.to.include('anchor');
  });

  it('writes nothing into an object whose apiVersion or kind is misspelt, and says what was meant', async () => {
    const slips = { 'app/v1': web.replace('apps/v1', 'app/v1'), v1: web.replace('apps/v1', 'v1') };
    for (const [apiVersion, slip] of Object.entries(slips)) {
      const { stdout, stderr, files } = await fix({ 'web.yaml': slip }, [...only, '.']);
      expect(stderr).to.equal(
        `seaworthy: web.yaml:2:1: Deployment shop/web was left alone: there is no ${apiVersion} Deployment; ` +
          'did you mean apps/v1 Deployment?\n',
      );
      expect(files['web.yaml']).to.equal(slip);
      expect(stdout).to.include('nothing to mend; 2 findings left');
    }
    const misspelt = web.replace('Deployment', 'Deploymnet');
    expect((await fix({ 'web.yaml': misspelt }, [...only, '.'])).files['web.yaml']).to.equal(misspelt);
    const old = web.replace('apps/v1', 'extensions/v1beta1');
    expect((await fix({ 'web.yaml': old }, [...only, '.'])).stdout, 'an old one is none').to.include('1 mended');
  });

  it('keeps links, permissions and what is exempt', async () => {
    const own = 'apiVersion: seaworthy.dev/v1\nkind: Configuration\nexempt: {namespaces: [legacy]}\n';
    const legacy = web.replace('namespace: shop', 'namespace: legacy');
    await withFiles({ 'real/web.yaml': web, 'legacy.yaml': legacy, 'own.yml': own }, async (cwd) => {
      chmodSync(join(cwd, 'real/web.yaml'), 0o640);
      symlinkSync('real/web.yaml', join(cwd, 'link.yaml'));
      const { stderr } = await seaworthy(['fix', '--config', 'own.yml', ...only, 'link.yaml', 'legacy.yaml'], { cwd });
      expect(stderr).to.equal('seaworthy: 1 object not mended: the namespace legacy is exempt\n');
      expect(lstatSync(join(cwd, 'link.yaml')).isSymbolicLink()).to.equal(true);
      expect(statSync(join(cwd, 'real/web.yaml')).mode & 0o777).to.equal(0o640);
      expect(readFileSync(join(cwd, 'real/web.yaml'), 'utf8')).to.equal(mended);
      expect(readFileSync(join(cwd, 'legacy.yaml'), 'utf8')).to.equal(legacy);
      expect(readdirSync(join(cwd, 'real'))).to.deep.equal(['web.yaml']);
    });
  });

  it('says what it cannot read or write, and mends the rest', async () => {
    const files = { 'bytes.yaml': Buffer.from([0x6b, 0xff]), 'fixed.yaml': web, 'web.yaml': web };
    await withFiles(files, async (cwd) => {
      chmodSync(join(cwd, 'fixed.yaml'), 0o444);
      execFileSync('mkfifo', [join(cwd, 'pipe')]);
      const { code, stdout, stderr } = await seaworthy(['fix', ...only, '.', 'pipe', 'gone.yaml'], { cwd });
      expect(code).to.equal(2);
      expect(stderr.split('\n').sort()).to.deep.equal([
        '',
        'bytes.yaml:1:2: this is not UTF-8 text',
        'fixed.yaml: not written: no permission to write it',
        'gone.yaml: no such file or folder',
        'pipe: this is no file that can be written; mend what comes from a pipe with seaworthy fix -',
      ]);
      expect(stdout).to.include('1 file read, 1 mended; nothing else is left to do\n');
      expect(readFileSync(join(cwd, 'fixed.yaml'), 'utf8')).to.equal(web);
      expect(readFileSync(join(cwd, 'web.yaml'), 'utf8')).to.equal(mended);
    });
  });

  it('looks at all inputs together, as check does', async () => {
    const args = ['--policy', 'require-pod-disruption-budget', 'web.yaml'];
    const [labelled, budget] = [
      'selector: {matchLabels: {app: web}}\n    template:\n        metadata: {labels: {app: web}}\n',
      'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web, namespace: shop}\n' +
        'spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}\n',
    ];
    const files = { 'web.yaml': web.replace('template:\n', labelled), 'budget.yaml': budget };
    expect((await fix(files, args)).stdout).to.include('1 finding left to mend by hand');
    expect((await fix(files, [...args, 'budget.yaml'])).stdout).to.include('nothing is left to do');
    expect((await fix(files, [...args, '-'], { stdin: budget })).stderr).to.include('nothing is left to do');
  });

  it('counts nothing that the fix of another object has cured, in whichever file and order', async () => {
    const scaler =
      'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web, namespace: shop}\n' +
      'spec:\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}\n  minReplicas: 2\n  maxReplicas: 4\n' +
      '  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}}]\n';
    const both = ['--policy', 'require-sound-autoscaling', '--policy', 'require-resources'];
    const cured = await fix({ 'a.yaml': scaler, 'b.yaml': web }, [...both, '.']);
    expect(cured.stdout).to.match(/\n2 files read, 1 mended; nothing is left to do\n$/);
    expect(cured.code).to.equal(0);
    const tried = await fix({ 'all.yaml': `${scaler}---\n${web}` }, ['--dry-run', ...both, 'all.yaml']);
    expect(tried.stderr).to.match(/\n1 file read, 1 would be mended; nothing is left to do\n$/);
    expect(tried.code).to.equal(0);
    const uncured = await fix({ 'a.yaml': scaler, 'b.yaml': web }, ['--policy', 'require-sound-autoscaling', '.']);
    expect(uncured.stdout).to.include('1 finding left to mend by hand (1 enforce)');
    expect(uncured.code).to.equal(1);
    const template = { 'a.yaml': scaler, 'b.yaml': web.replace('replicas: 2', "replicas: '{{ 2 }}'") };
    expect((await fix(template, [...both, '.'])).stdout, 'what nothing is written into').to.match(/\(\d enforce\)/);
  });

  const mistakes: readonly [string, readonly string[], string][] = [
    ['nothing to mend', [], 'fix needs a file, a folder, or - for standard input; see fix --help'],
    ['a profile that does not exist', ['--profile', 'prodution', '.'], 'unknown profile "prodution"; did you mean "production"?'],
    ['a policy that does not exist', ['--policy', 'require-resource', '.'], 'unknown policy "require-resource"; did you mean "require-resources"?'],
    ['a policy like no other', ['--policy', 'zzz', '.'], 'unknown policy "zzz"; seaworthy policies lists them'],
    ['a policy that is not in force', ['--policy', 'require-priority-class', '.'], 'the profile "production" does not judge by require-priority-class'],
    ['a version that nothing is known about', ['--kubernetes-version', '1.99', '.'], "option '--kubernetes-version <version>' argument '1.99' is invalid. A version from 1.4 to 1.40 is wanted."],
  ]; // prettier-ignore
  for (const [what, args, complaint] of mistakes) {
    it(`refuses ${what} in one line`, async () => {
      expect(await seaworthy(['fix', ...args])).to.deep.equal({
        code: 2,
        stdout: '',
        stderr: `seaworthy: ${complaint}\n`,
      });
    });
  }
});
