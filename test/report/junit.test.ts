import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { SaxesParser } from 'saxes';
import { validateXML } from 'xmllint-wasm';
import { describe as describeObject } from '../../src/report/judged.js';
import type { Judged } from '../../src/report/judged.js';
import { finding, judgedWith, named } from './findings.js';
import { errors, faultless, hostile, matchGolden, print, sourced, unsourced } from './rendering.js';
import { timed } from '../timed.js';

const schema = { fileName: 'junit.xsd', contents: readFileSync('test/fixtures/schemas/junit.xsd', 'utf8') };

/** What libxml2 has against texts, as XML and by the schema: for each text, whether it is refused. */
async function refused(...texts: readonly string[]): Promise<readonly boolean[]> {
  const xml = texts.map((contents, index) => ({ fileName: `${index}.xml`, contents }));
  const { errors: found } = await validateXML({ xml, schema });
  const complained = new Set(found.map(({ rawMessage }) => /^\d+\.xml(?=:)/.exec(rawMessage)?.[0]));
  return xml.map(({ fileName }) => complained.has(fileName));
}

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Prints a report and gives its root element; fails on what is not well-formed. */
async function parse(judged: readonly Judged[], options: Parameters<typeof print>[2] = {}): Promise<Element> {
  const text = await print(judged, 'junit', { failed: [], ...options });
  const parser = new SaxesParser();
  const top: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => open.pop());
  parser.on('text', (part) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += part;
  });
  parser.write(text).close();
  const [root] = top.children;
  if (root === undefined) throw new Error('there is no root element');
  return root;
}

function casesOf(root: Element): readonly Element[] {
  return root.children.flatMap(({ children }) => children);
}

function outcomes(root: Element): readonly string[] {
  return casesOf(root).map(
    ({ attributes, children }) =>
      `${attributes['name'] ?? ''}: ${children.map(({ name }) => name).join(' ') || 'passed'}`,
  );
}

describe('the report as JUnit XML', () => {
  it('is as it always was', async () => {
    matchGolden('report.junit.xml', await print([sourced, unsourced, faultless], 'junit'));
  });

  it('keeps to its schema with and without findings, files and errors, and whatever names are in it', async () => {
    const options = [[], errors].flatMap((failed) => [{ failed }, { failed, maxFindings: 1 }]);
    const lots = [[sourced], [unsourced], [sourced, unsourced, faultless], hostile, []];
    const texts = await Promise.all(lots.flatMap((judged) => options.map((more) => print(judged, 'junit', more))));
    expect(await refused(...texts)).to.deep.equal(texts.map(() => false));
  });

  it('is refused by its schema once something is amiss', async () => {
    const text = await print([sourced], 'junit');
    const broken = [
      text.replace('<system-out>', '<failure message="x"/><system-out>'),
      text.replace(' tests="1"', ''),
      text.replace('shop/web', 'shop/web\u0001'),
      text.replace('&quot;', '<'),
    ];
    expect(await refused(text, ...broken)).to.deep.equal([false, true, true, true, true]);
  });

  it('has a suite for a file and a test case for an object, which fails when it would be denied', async () => {
    const root = await parse([sourced, faultless]);
    expect(root.attributes).to.deep.equal({ name: 'seaworthy', tests: '2', failures: '1', errors: '0', skipped: '0' });
    expect(root.children.map(({ attributes }) => attributes['name'])).to.deep.equal(['k8s/db.yaml', 'k8s/web.yaml']);
    expect(outcomes(root)).to.deep.equal(['Deployment shop/db: passed', 'Deployment shop/web: failure system-out']);
    const [, test] = casesOf(root);
    expect(test?.attributes).to.deep.equal({
      classname: 'k8s/web.yaml',
      name: 'Deployment shop/web',
      file: 'k8s/web.yaml',
    });
    const [failure, output] = test?.children ?? [];
    expect(failure?.attributes['message']).to.equal('2 findings: require-pinned-images, require-resources');
    expect(failure?.text).to.include('14:9  high  require-resources: container "web" has no memory limit (spec.');
    expect(failure?.text).to.include('\n  fix: set resources.limits.memory to 256Mi');
    expect(output?.text).to.match(/^warn: 14:9 {2}medium {2}require-resources/);
  });

  it('passes an object that nothing would be denied of, and says what it is warned of', async () => {
    const root = await parse([unsourced, judgedWith(['high', 'warn'])]);
    expect(root.attributes['failures']).to.equal('0');
    expect(outcomes(root)).to.deep.equal(['Pod a: system-out', 'Deployment shop/api: system-out']);
  });

  it('has a suite for a namespace where there are no files', async () => {
    const root = await parse([unsourced, describeObject(named('db', 'shop'), []), judgedWith()]);
    expect(root.children.map(({ attributes }) => attributes['name'])).to.deep.equal(['(no namespace)', 'shop']);
    expect(casesOf(root).every(({ attributes }) => attributes['file'] === undefined)).to.equal(true);
  });

  it('counts what could not be read as an error of its file', async () => {
    const root = await parse([sourced], { failed: errors });
    expect(root.attributes['errors']).to.equal('2');
    const broken = casesOf(root).find(({ attributes }) => attributes['classname'] === 'k8s/broken.yaml');
    expect(broken?.children[0]?.attributes).to.deep.equal({ message: 'this is not YAML', type: 'unreadable' });
    expect(broken?.children[0]?.text).to.equal('3:1: this is not YAML');
  });

  it('tells objects of the same name apart', async () => {
    const twins = ['web', 'web', 'web #2'].map((name) => describeObject(named(name), [finding('require-x')]));
    const names = casesOf(await parse(twins)).map(({ attributes }) => attributes['name']);
    expect(new Set(names).size).to.equal(3);
  });

  it('says that findings were left out', async () => {
    const root = await parse([sourced], { maxFindings: 1 });
    expect(outcomes(root)).to.include('all findings are shown: skipped');
    expect(root.attributes['skipped']).to.equal('1');
  });

  it('is the same bytes whatever order the objects come in', async () => {
    const all = [sourced, unsourced, faultless, describeObject(named('c', 'shop'), [])];
    expect(await print(all, 'junit')).to.equal(await print(all.toReversed(), 'junit'));
  });

  it('stays one test case for each object whatever names are in it', async () => {
    const root = await parse(hostile);
    expect(casesOf(root)).to.have.length(hostile.length);
    expect(root.attributes['failures']).to.equal(String(hostile.length));
    expect(casesOf(root).some(({ attributes }) => attributes['name']?.includes(']]>&amp;<!-- ') === true)).to.equal(
      true,
    );
  });

  timed('writes ten thousand objects in a moment', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      describeObject(named(`web-${index}`), [finding('require-x')]),
    );
    const start = performance.now();
    const text = await print(many, 'junit', { failed: [] });
    expect(text).to.include('tests="10000" failures="10000"');
    expect(performance.now() - start).to.be.below(5_000);
  });
});
