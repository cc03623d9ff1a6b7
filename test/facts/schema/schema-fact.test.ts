import { expect } from 'chai';
import { createSchemas } from '../../../src/facts/schema/schema-fact.js';
import type { SchemaProblem } from '../../../src/policy/facts.js';
import { stringAt } from '../../../src/policy/json.js';
import type { Json, JsonObject } from '../../../src/policy/json.js';
import { newestKubernetes, parseVersion } from '../../../src/policy/version.js';
import { container, customResourceDefinition, deployment, pod } from '../../builders.js';

interface Run {
  readonly version?: string;
  readonly strict?: boolean;
  readonly beside?: readonly JsonObject[];
}

/** What is found in objects, one after the other, and what is noted meanwhile. */
async function judgeAll(objects: readonly JsonObject[], { version = '', strict = false, beside = [] }: Run = {}) {
  const notes: string[] = [];
  const kubernetesVersion = parseVersion(version) ?? newestKubernetes;
  const schemas = createSchemas({ kubernetesVersion, strict, note: (text) => notes.push(text) });
  for (const object of beside) schemas.learn(object);
  const found: SchemaProblem[] = [];
  for (const object of objects) {
    const fact = await schemas.lookup(object, stringAt(object, 'kind') ?? '');
    if (fact.known) found.push(...fact.value);
  }
  return { found: found.map(({ path, message }) => `${path}: ${message}`), notes };
}

async function problemsIn(object: JsonObject, run: Run = {}): Promise<readonly string[]> {
  return (await judgeAll([object], run)).found;
}

/** What JSON.parse makes of text: own keys named __proto__ included. */
const parsed = (text: string): JsonObject => JSON.parse(text) as JsonObject;

const secret = (data: JsonObject): JsonObject => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, data });

describe('the schema of an object', () => {
  it('accepts what the API server accepts', async () => {
    const spec = { containers: [container({ resources: { limits: { cpu: 1, memory: '1Gi' } } })] };
    expect(await problemsIn(pod(spec))).to.deep.equal([]);
    expect(await problemsIn(deployment({}, { strategy: { rollingUpdate: { maxSurge: '25%' } } }))).to.deep.equal([]);
    expect(await problemsIn(deployment({}, { strategy: { rollingUpdate: { maxSurge: 1 } } }))).to.deep.equal([]);
  });

  it('names unknown fields and the nearest right ones, all of them at once', async () => {
    const object = deployment(
      { containers: [container({ imagePulPolicy: 'Always', nothingLikeIt: 1 })] },
      { replica: 3 },
    );
    expect(await problemsIn(object)).to.deep.equal([
      '/spec/template/spec/containers/0/imagePulPolicy: unknown field "imagePulPolicy"; did you mean "imagePullPolicy"?',
      '/spec/template/spec/containers/0/nothingLikeIt: unknown field "nothingLikeIt"',
      '/spec/replica: unknown field "replica"; did you mean "replicas"?',
    ]);
  });

  it('reads names of fields as they are written, and a field that is null as one all the same', async () => {
    expect(await problemsIn(deployment({}, { Replicas: null }))).to.deep.equal([
      '/spec/Replicas: unknown field "Replicas"; did you mean "replicas"?',
    ]);
  });

  it('says of wrong types what is there and what is wanted', async () => {
    const fields = { args: ['--port', 8080], ports: [{ containerPort: '80' }], tty: 'yes', env: { A: 'b' } };
    expect(await problemsIn(deployment({ containers: [container(fields)] }, { replicas: '3' }))).to.deep.equal([
      '/spec/template/spec/containers/0/args/1: args[1] is a number, text is wanted: put it in quotes',
      '/spec/template/spec/containers/0/ports/0/containerPort: containerPort is the text "80", a whole number is wanted',
      '/spec/template/spec/containers/0/tty: tty is the text "yes", true or false is wanted',
      '/spec/template/spec/containers/0/env: env is an object, a list is wanted',
      '/spec/replicas: replicas is the text "3", a whole number is wanted',
    ]);
  });

  it('holds numbers, quantities, times and base64 to their forms', async () => {
    expect(await problemsIn(deployment({}, { replicas: 3_000_000_000 }))).to.deep.equal([
      '/spec/replicas: replicas is beyond what 32 bits hold',
    ]);
    expect(await problemsIn(deployment({}, { replicas: 1.5 }))).to.deep.equal([
      '/spec/replicas: replicas is a number with a fraction, a whole number is wanted',
    ]);
    expect(await problemsIn(pod({ volumes: [{ name: 'a', emptyDir: { sizeLimit: '10 GB' } }] }))).to.deep.equal([
      '/spec/volumes/0/emptyDir/sizeLimit: sizeLimit is the text "10 GB", a quantity such as 500m or 2Gi is wanted',
    ]);
    expect(await problemsIn(pod({}, { creationTimestamp: '2026-02-30T12:00:00Z' }))).to.deep.equal([
      '/metadata/creationTimestamp: creationTimestamp is the text "2026-02-30T12:00:00Z", a time such as 2026-01-31T12:00:00Z is wanted',
    ]);
    expect(await problemsIn(secret({ user: 'not base64' }))).to.deep.equal([
      '/data/user: data["user"] is a text, text in base64 is wanted',
    ]);
  });

  it('holds whole numbers to 64 bits, as far as JSON in doubles can tell them', async () => {
    const securityContext = { fsGroup: 1e20, supplementalGroups: [-1e20, 5] };
    expect(await problemsIn(pod({ securityContext }, { generation: 1e20 }))).to.deep.equal([
      '/metadata/generation: generation is beyond what 64 bits hold',
      '/spec/securityContext/fsGroup: fsGroup is beyond what 64 bits hold',
      '/spec/securityContext/supplementalGroups/0: supplementalGroups[0] is beyond what 64 bits hold',
    ]);
    const object = parsed('{"apiVersion":"v1","kind":"Pod","metadata":{"generation":9223372036854775807}}');
    expect(await problemsIn({ ...pod(), metadata: object['metadata'] })).to.deep.equal([]);
    expect(await problemsIn(pod({}, { generation: -(2 ** 63) }))).to.deep.equal([]);
  });

  it('names numbers in quotes where a number may stand, or a text that is none', async () => {
    const service = (targetPort: Json): JsonObject => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'a' },
      spec: { ports: [{ port: 80, targetPort }] },
    });
    expect(await problemsIn(service('8080'))).to.deep.equal([
      '/spec/ports/0/targetPort: targetPort is a number in quotes, and so a text: take the quotes away',
    ]);
    for (const sound of [8080, 'http', '', '8080-http']) expect(await problemsIn(service(sound))).to.deep.equal([]);
    expect(await problemsIn(deployment({}, { strategy: { rollingUpdate: { maxSurge: '1' } } }))).to.deep.equal([
      '/spec/strategy/rollingUpdate/maxSurge: maxSurge is a number in quotes, and so a text: take the quotes away',
    ]);
  });

  it('asks for quotes only where any text will do', async () => {
    const budget = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'a' } };
    expect(await problemsIn({ ...budget, spec: { maxUnavailable: 1.5 } })).to.deep.equal([
      '/spec/maxUnavailable: maxUnavailable is a number with a fraction, a whole number or text is wanted',
    ]);
    expect(await problemsIn(secret({ b: 1 }))).to.deep.equal([
      '/data/b: data["b"] is a number, text in base64 is wanted',
    ]);
    expect(await problemsIn(pod({ overhead: { cpu: true } }, { creationTimestamp: 5 }))).to.deep.equal([
      '/metadata/creationTimestamp: creationTimestamp is a number, a time such as 2026-01-31T12:00:00Z is wanted',
      '/spec/overhead/cpu: overhead["cpu"] is true or false, a quantity such as 500m or 2Gi is wanted',
    ]);
    expect(await problemsIn({ ...secret({}), stringData: { b: 1 } })).to.deep.equal([
      '/stringData/b: stringData["b"] is a number, text is wanted: put it in quotes',
    ]);
  });

  it('holds the schemas within a schema to their types, and lets unknown fields there be as the API server does', async () => {
    const items = { type: 'object', required: 'a', unheardOf: 1, properties: { a: { type: 3, items: { title: 4 } } } };
    const additionalProperties = { minLength: 'x', not: { type: 5 } };
    const openAPIV3Schema = { anyOf: [{ items: [{ format: 6 }, 7] }], items, additionalProperties, unheardOf: 1 };
    const definition = customResourceDefinition({ group: 'a.dev', kind: 'Grid' }, openAPIV3Schema);
    const at = '/spec/versions/0/schema/openAPIV3Schema';
    expect(await problemsIn(definition)).to.have.members([
      `${at}/anyOf/0/items/0/format: format is a number, text is wanted: put it in quotes`,
      `${at}/anyOf/0/items/1: items[1] is a number, an object is wanted`,
      `${at}/items/required: required is a text, a list is wanted`,
      `${at}/items/properties/a/type: type is a number, text is wanted: put it in quotes`,
      `${at}/items/properties/a/items/title: title is a number, text is wanted: put it in quotes`,
      `${at}/additionalProperties/minLength: minLength is the text "x", a whole number is wanted`,
      `${at}/additionalProperties/not/type: type is a number, text is wanted: put it in quotes`,
      `${at}/unheardOf: unknown field "unheardOf"`,
    ]);
  });

  it('names a place in a list of lists by the list', async () => {
    const matrix = { type: 'array', items: { type: 'array', items: { type: 'integer' } } };
    const schema = { type: 'object', properties: { spec: { type: 'object', properties: { matrix } } } };
    const definition = customResourceDefinition({ group: 'a.dev', kind: 'Grid' }, schema);
    const grid = { apiVersion: 'a.dev/v1', kind: 'Grid', metadata: { name: 'a' }, spec: { matrix: [[1, 'x'], 2] } };
    expect(await problemsIn(grid, { beside: [definition] })).to.deep.equal([
      '/spec/matrix/0/1: matrix[0][1] is the text "x", a whole number is wanted',
      '/spec/matrix/1: matrix[1] is a number, a list is wanted',
    ]);
  });

  it('names required fields that are missing, null included', async () => {
    const env = [{ value: 'a' }, { name: null, value: 'b' }];
    expect(await problemsIn(pod({ containers: [container({ env })] }))).to.deep.equal([
      '/spec/containers/0/env/0/name: the required field "name" is missing',
      '/spec/containers/0/env/1/name: the required field "name" is missing',
    ]);
    expect(await problemsIn(pod({ containers: null }))).to.deep.equal([
      '/spec/containers: the required field "containers" is missing',
    ]);
  });

  it('takes null for absent everywhere else, in lists and maps too', async () => {
    const object = pod(
      { containers: [container({ args: [null], resources: null })], volumes: null, nodeSelector: { a: null } },
      { creationTimestamp: null, labels: null },
    );
    expect(await problemsIn({ ...object, status: null })).to.deep.equal([]);
  });

  it('demands nothing of a status, which the API server drops, but that its fields exist', async () => {
    const object = { ...deployment(), status: { conditions: [{ type: 'Available' }], replica: 1 } };
    expect(await problemsIn(object)).to.deep.equal([
      '/status/replica: unknown field "replica"; did you mean "replicas"?',
    ]);
  });

  it('demands nothing that the API server fills in', async () => {
    const object = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'a' },
      roleRef: { kind: 'Role', name: 'a' },
    };
    expect(await problemsIn(object)).to.deep.equal([]);
  });

  it('says once which release takes the place of one whose schemas are not known', async () => {
    const notesFor = async (version: string): Promise<readonly string[]> =>
      (await judgeAll([pod(), pod()], { version })).notes;
    const unknown = (version: string): string =>
      `no schemas of Kubernetes ${version} are known: fields are held to those of`;
    expect(await notesFor('1.99')).to.deep.equal([`${unknown('1.99')} 1.37`]);
    expect(await notesFor('1.20')).to.deep.equal([`${unknown('1.20')} 1.34`]);
    expect(await notesFor('1.35')).to.deep.equal([]);
  });

  it('shows no text where a list, an object or more text is wanted, nor a long one', async () => {
    const fields = {
      envFrom: 'hunter2secret',
      command: 'hunter2secret',
      resources: 'hunter2secret',
      ports: ['hunter2'],
    };
    const object = deployment({ containers: [container(fields)] }, { replicas: 'hunter2secret hunter2secret' });
    const problems = await problemsIn(object);
    expect(problems).to.have.length(5);
    expect(problems.join('\n')).not.to.contain('hunter2');
    expect(problems).to.contain('/spec/template/spec/containers/0/envFrom: envFrom is a text, a list is wanted');
  });

  it('shows no value that could be a secret', async () => {
    const objects = [
      secret({ password: { hunter2: 'x' }, user: ['hunter2'] }),
      { ...secret({}), kind: 'ConfigMap', data: { a: 'b' }, immutable: 'hunter2' },
      pod({
        containers: [
          container({
            env: [
              { name: 'PASSWORD', value: 122_333 },
              { name: 'A', valueFrom: 'hunter2' },
            ],
          }),
        ],
      }),
      pod({ containers: [container({ env: 'hunter2', tty: 'AKIAIOSFODNN7EXAMPLE' })] }, { annotations: 'hunter2' }),
    ];
    const { found } = await judgeAll(objects);
    expect(found).to.have.length(8);
    for (const line of found) expect(line).not.to.match(/hunter2"|: .*(?:122333|AKIA)/);
  });

  it('knows which release has which fields, and takes the nearest for what it has not', async () => {
    const object = { ...pod(), spec: { ...(pod()['spec'] as JsonObject), schedulingGroup: { podGroupName: 'a' } } };
    expect(await problemsIn(object, { version: '1.37' })).to.deep.equal([]);
    expect(await problemsIn(object, { version: '1.99' })).to.deep.equal([]);
    const unknown = ['/spec/schedulingGroup: unknown field "schedulingGroup"; did you mean "schedulingGates"?'];
    expect(await problemsIn(object, { version: '1.34' })).to.deep.equal(unknown);
    expect(await problemsIn(object, { version: '1.20' })).to.deep.equal(unknown);
  });

  it('lets unknown kinds be, notes each once, and asks whether another was meant', async () => {
    const issuer = { apiVersion: 'cert-manager.io/v1', kind: 'Issuer', spec: { any: 'thing' } };
    const misspelt = { ...deployment(), kind: 'Deploiment' };
    const { found, notes } = await judgeAll([issuer, issuer, misspelt]);
    expect(found).to.deep.equal([]);
    expect(notes).to.deep.equal([
      'no schema of cert-manager.io/v1 Issuer is known, so its fields were not checked',
      'no schema of apps/v1 Deploiment is known, so its fields were not checked; did you mean apps/v1 Deployment?',
    ]);
  });

  it('refuses unknown kinds when told to, but not those that Kubernetes itself has removed', async () => {
    const issuer = { apiVersion: 'cert-manager.io/v1', kind: 'Issuer' };
    const removed = { apiVersion: 'extensions/v1beta1', kind: 'Ingress', spec: { backend: 1 } };
    const { found, notes } = await judgeAll([issuer, removed], { strict: true });
    expect(found).to.deep.equal(['/kind: no schema of "cert-manager.io/v1 Issuer" is known']);
    expect(notes).to.deep.equal(['no schema of extensions/v1beta1 Ingress is known, so its fields were not checked']);
  });

  it('finds no field on a prototype, and takes __proto__ for a name like any other', async () => {
    const object = parsed(
      '{"apiVersion":"v1","kind":"ConfigMap","__proto__":{"a":1},"constructor":5,"data":{"__proto__":"x"}}',
    );
    expect(await problemsIn(object)).to.deep.equal([
      '/__proto__: unknown field "__proto__"',
      '/constructor: unknown field "constructor"',
    ]);
    const { notes } = await judgeAll([{ apiVersion: '__proto__', kind: 'constructor' }]);
    expect(notes).to.have.length(1);
  });

  it('ends the search in an object that is wrong all over', async () => {
    const containers = Array.from({ length: 50_000 }, () => ({ unheardOf: 1 }));
    expect((await problemsIn(pod({ containers }))).length).to.be.within(1_000, 1_010);
  });
});
