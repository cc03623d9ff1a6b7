import { expect } from 'chai';
import { argumentsOf, buildContext, copyOf, execForm, finalStage, readStages } from './dockerfile.js';

const image = finalStage();

describe('the Dockerfile', () => {
  it('ends in an image that runs as a numeric user that is not root', () => {
    const users = argumentsOf(image, 'USER');
    expect(users).to.have.length(1);
    expect(users[0]).to.match(/^[1-9]\d*:[1-9]\d*$/);
  });

  it('starts node itself, without a shell', () => {
    expect(execForm(argumentsOf(image, 'ENTRYPOINT')[0])).to.deep.equal(['node', '/app/dist/src/cli/main.js']);
    expect(execForm(argumentsOf(image, 'CMD')[0])).to.deep.equal(['serve']);
    expect(argumentsOf(image, 'RUN')).to.deep.equal([]);
  });

  it('puts compiled files and production packages into the image, and no source', () => {
    const copied = argumentsOf(image, 'COPY').map(copyOf);
    expect(
      copied.flatMap(({ from, sources }) => sources.map((source) => `${from ?? 'context'}:${source}`)),
    ).to.have.members([
      'dependencies:/src/node_modules',
      'build:/src/dist',
      'context:package.json',
      'context:LICENSE',
      'context:docs/policies',
    ]);
    const dependencies = readStages().find(({ name }) => name === 'dependencies');
    expect(dependencies && argumentsOf(dependencies, 'RUN').join()).to.include('npm ci --omit=dev');
  });

  it('is sent what it copies and nothing else', () => {
    const copied = readStages().flatMap((stage) => argumentsOf(stage, 'COPY').map(copyOf));
    const fromContext = copied.filter(({ from }) => from === undefined).flatMap(({ sources }) => sources);
    expect(buildContext()).to.have.members([...new Set(fromContext)]);
  });
});
