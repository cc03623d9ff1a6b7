import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { paste, theClone } from './clone.js';

/** A cluster where nobody listens: to find that out, the client for clusters has to be there and to start. */
const NOBODY = `apiVersion: v1
kind: Config
current-context: nobody
contexts: [{name: nobody, context: {cluster: nobody, user: nobody}}]
clusters: [{name: nobody, cluster: {server: "https://127.0.0.1:1"}}]
users: [{name: nobody, user: {token: none}}]
`;

/** What npm makes of a clone is installed in an empty folder, as somebody does who has no clone. */
describe('the package', function () {
  this.timeout(1_800_000);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'seaworthy-package-'));
    const clone = await theClone();
    const packed = await paste(clone, `npm pack --silent --pack-destination '${folder}'`);
    expect(packed).to.include({ code: 0, stderr: '' });
    await writeFile(join(folder, 'package.json'), '{"name": "empty", "version": "1.0.0", "private": true}');
    const installed = await paste(folder, `npm install './${packed.stdout.trim()}'`);
    expect(installed).to.include({ code: 0, stderr: '' });
    await cp(join(clone, 'docs/examples'), join(folder, 'examples'), { recursive: true });
    await writeFile(join(folder, 'kubeconfig'), NOBODY);
  });

  after(async () => {
    await rm(folder, { recursive: true });
  });

  const seaworthy = (args: string) => paste(folder, `node_modules/.bin/seaworthy ${args}`);

  it('judges manifests, by their schemas too', async () => {
    const { code, stdout } = await seaworthy('check examples/web.yaml');
    expect(stdout).to.match(/require-probes/);
    expect(code).to.equal(1);
    await writeFile(
      join(folder, 'odd.yaml'),
      'apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {prots: []}\n',
    );
    expect((await seaworthy('check odd.yaml')).stdout).to.match(/require-valid-schema: .*prots.*ports/);
  });

  it('speaks to clusters with the client that it was tested with', async () => {
    const { code, stderr } = await seaworthy('audit --kubeconfig kubeconfig');
    expect(stderr).to.match(/cannot be reached: connect ECONNREFUSED/);
    expect(code).to.equal(3);
  });

  it('explains a policy', async () => {
    expect((await seaworthy('explain require-probes')).stdout).to.match(/readiness/);
  });
});
