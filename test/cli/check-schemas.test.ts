import { expect } from 'chai';
import { seaworthy, withFiles } from './seaworthy.js';

const service = `apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
spec:
  selectr: {app: web}
  ports:
    - port: '80'
    - name: admin
`;

const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: gardens.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Garden, plural: gardens}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {size: {type: integer}}}}}
`;

const garden = `apiVersion: example.com/v1
kind: Garden
metadata: {name: rose, namespace: shop}
spec:
  siz: 3
`;

interface Finding {
  readonly policy: string;
  readonly path: string;
  readonly message: string;
  readonly source: { readonly file: string; readonly line: number; readonly column: number };
}

/** What check finds against schemas, as FILE:LINE:COLUMN: MESSAGE, and what it says on standard error. */
async function check(files: Readonly<Record<string, string>>, ...options: readonly string[]) {
  return withFiles(files, async (folder) => {
    const run = await seaworthy(['check', '--profile', 'baseline', '--format', 'json', ...options, '.'], {
      cwd: folder,
    });
    const { findings } = JSON.parse(run.stdout) as { readonly findings: readonly Finding[] };
    const found = findings
      .filter(({ policy }) => policy === 'require-valid-schema')
      .map(({ source, message }) => `${source.file}:${source.line}:${source.column}: ${message}`);
    return { found, code: run.code, stderr: run.stderr };
  });
}

describe('seaworthy check, held to schemas', function () {
  this.timeout(60_000);

  it('says where a field is unknown, of the wrong type or missing, and exits with 1', async () => {
    expect(await check({ 'web.yaml': service })).to.deep.equal({
      found: [
        'web.yaml:9:7: port is the text "80", a whole number is wanted',
        'web.yaml:10:7: the required field "port" is missing',
        'web.yaml:7:3: unknown field "selectr"; did you mean "selector"?',
      ],
      code: 1,
      stderr: '',
    });
  });

  it('takes the schemas of custom resources from the inputs, wherever they stand among them', async () => {
    const { found, stderr } = await check({ 'a-garden.yaml': garden, 'b-definition.yaml': definition });
    expect(found).to.deep.equal(['a-garden.yaml:5:3: unknown field "siz"; did you mean "size"?']);
    expect(stderr).to.equal('');
  });

  it('notes each unknown kind once, and refuses it when told to', async () => {
    const files = { 'a.yaml': garden, 'b.yaml': garden.replace('rose', 'lily') };
    const known = 'no schema of example.com/v1 Garden is known';
    const { found, code, stderr } = await check(files);
    expect({ found, code }).to.deep.equal({ found: [], code: 0 });
    expect(stderr.split('\n').filter((line) => line.includes(known))).to.have.length(1);
    const strict = await check(files, '--strict-schemas');
    expect(strict.found).to.deep.equal(
      ['a', 'b'].map((file) => `${file}.yaml:2:1: no schema of "example.com/v1 Garden" is known`),
    );
    expect(strict.stderr).to.equal('');
  });

  it('notes all unknown kinds in one line', async () => {
    const files = Object.fromEntries(
      ['Fern', 'Garden', 'Hedge', 'Iris', 'Jasmine', 'Kale', 'Leek'].map((kind) => [
        `${kind}.yaml`,
        garden.replace('Garden', kind),
      ]),
    );
    const names = ['Fern', 'Garden', 'Hedge', 'Iris', 'Jasmine'].map((kind) => `example.com/v1 ${kind}`).join(', ');
    expect((await check(files)).stderr).to.include(
      `seaworthy: no schemas of ${names} and 2 more are known, so their fields were not checked\n`,
    );
  });

  it('judges for the version that is asked for', async () => {
    const pod = `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  schedulingGroup: {podGroupName: web}
  containers: [{name: web, image: 'registry.example.com/web:1'}]
`;
    expect((await check({ 'pod.yaml': pod }, '--kubernetes-version', '1.37')).found).to.deep.equal([]);
    expect((await check({ 'pod.yaml': pod }, '--kubernetes-version', '1.34')).found).to.have.length(1);
    const { stderr } = await check({ 'pod.yaml': pod, 'other.yaml': pod }, '--kubernetes-version', '1.20');
    expect(
      stderr.match(/no schemas of Kubernetes 1\.20 are known: fields are held to those of 1\.34\n/g),
    ).to.have.length(1);
  });
});
