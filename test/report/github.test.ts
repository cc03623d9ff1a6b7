import { expect } from 'chai';
import { describe as describeObject } from '../../src/report/judged.js';
import { finding, judgedWith, named } from './findings.js';
import { errors, faultless, hostile, matchGolden, print, rendered, sourced, unsourced } from './rendering.js';

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Reads a line as the runner of GitHub Actions does; undefined when it takes the line for output. */
function read(line: string): Command | undefined {
  const match = /^::(\S+?)(?: (.*?))?::(.*)$/.exec(line);
  if (match === null) return undefined;
  const [, name = '', properties = '', message = ''] = match;
  const pairs = properties.split(',').map((pair) => pair.split('=', 2) as [string, string]);
  const values = pairs.map(([key, value]) => [
    key,
    undo(value).replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%'),
  ]);
  return {
    name,
    properties: Object.fromEntries(values) as Record<string, string>,
    message: undo(message).replaceAll('%25', '%'),
  };
}

function undo(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n');
}

async function commands(
  ...[judged, options]: [Parameters<typeof print>[0], Parameters<typeof print>[2]?]
): Promise<readonly Command[]> {
  const text = await print(judged, 'github', { failed: [], ...options });
  return text.split('\n').flatMap((line) => read(line) ?? []);
}

describe('the report for GitHub Actions', () => {
  it('is as it always was', async () => {
    matchGolden('report.github.txt', await print([sourced, unsourced, faultless], 'github'));
  });

  it('makes errors, warnings and notices of enforce, warn and audit', async () => {
    const found = await commands([sourced, unsourced]);
    expect(found.map(({ name }) => name)).to.deep.equal(['error', 'error', 'warning', 'notice']);
    const image = found.find(({ properties }) => properties['title'] === 'require-pinned-images');
    expect(image?.properties).to.deep.equal({
      file: 'k8s/web.yaml',
      line: '1',
      col: '1',
      title: 'require-pinned-images',
    });
    expect(image?.message.split('\n')).to.deep.equal([
      'Deployment shop/web: nothing is pinned',
      'Satisfy require-pinned-images.',
    ]);
  });

  it('shows the fix', async () => {
    const found = await commands([sourced]);
    expect(found.map(({ message }) => message).join('\n')).to.include('\nfix: set resources.limits.memory to 256Mi');
  });

  it('begins with what could not be read, and goes on with the worst: GitHub shows ten of each kind', async () => {
    const mixed = judgedWith(['low', 'enforce'], ['critical', 'audit'], ['high', 'warn'], ['critical', 'enforce']);
    const found = await commands([mixed], { failed: errors });
    expect(found.map(({ name, properties }) => `${name} ${properties['title'] ?? ''}`)).to.deep.equal([
      'error not readable',
      'error not readable',
      'error require-3',
      'error require-0',
      'warning require-2',
      'notice require-1',
    ]);
    expect(found[1]?.properties).to.deep.equal({ file: 'k8s/broken.yaml', line: '3', col: '1', title: 'not readable' });
  });

  it('names files as the repository does, and none for what came through a pipe', async () => {
    const at = (file: string) => describeObject(named('web'), [finding('require-x')], () => ({ file, document: 0, line: 1, column: 1 })); // prettier-ignore
    expect((await commands([at('././/k8s/a.yaml')]))[0]?.properties['file']).to.equal('k8s/a.yaml');
    expect((await commands([rendered]))[0]?.properties).to.deep.equal({
      file: 'chart/templates/web.yaml',
      title: 'require-replicas',
    });
    expect((await commands([at('-')]))[0]?.properties).to.deep.equal({ title: 'require-x' });
    expect((await commands([], { failed: [{ file: '-', message: 'bad' }] }))[0]?.message).to.equal(
      'standard input: bad',
    );
  });

  it('ends with the summary', async () => {
    const text = await print([sourced], 'github', { maxFindings: 1, failed: [] });
    expect(text).to.include('\nand 2 more, not shown here\n1 object judged: 3 findings in 1 object');
  });

  it('gives exactly one command for each finding, whatever names are in it', async () => {
    const text = await print(hostile, 'github', { failed: [] });
    const found = await commands(hostile);
    expect(found).to.have.length(hostile.length);
    expect(text.split('\n').filter((line) => line.startsWith('::'))).to.have.length(hostile.length);
    for (const { name, properties } of found) {
      expect(name).to.equal('error');
      expect(Object.keys(properties)).to.deep.equal(['file', 'line', 'col', 'title']);
    }
    const percent = hostile.findIndex(({ object }) => object.name.startsWith('%0A'));
    const [command] = await commands(hostile.slice(percent, percent + 1));
    expect(command?.properties['file']).to.equal('k8s/%0A::error::owned%25.yaml');
    expect(command?.message).to.include('Deployment %0A::error::owned%25/%0A::error::owned%25: container');
  });
});
