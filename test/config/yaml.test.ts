import { expect } from 'chai';
import { parseYaml } from '../../src/config/yaml.js';
import type { YamlDocument } from '../../src/config/yaml.js';
import { timed } from '../timed.js';

function only(text: string): YamlDocument {
  const [document] = [...parseYaml(text)];
  if (document === undefined) throw new Error('there is no document');
  return document;
}

function problemIn(text: string): string {
  const [problem] = only(text).problems;
  return problem === undefined ? 'none' : `${problem.line}:${problem.column} ${problem.message}`;
}

describe('YAML in the dialect of kubectl', () => {
  it('reads the words and numbers of YAML 1.1', () => {
    const text = 'a: off\nb: Yes\nc: 010\nd: 0x1F\ne: 1_000\nf: 1e3\ng: ~\nh: "off"\non: 1\n1: 2\n';
    const value = { a: false, b: true, c: 8, d: 31, e: 1000, f: 1000, g: null, h: 'off', true: 1, '1': 2 };
    expect(only(text).value).to.deep.equal(value);
  });

  it('leaves times and base 60 as text', () => {
    const text = 'a: 2026-01-01\nb: 2026-01-01T10:00:00Z\nc: 12:30:00\nd: 190:20:30.15\ne: !!timestamp 2026-01-01\n';
    const value = { a: '2026-01-01', b: '2026-01-01T10:00:00Z', c: '12:30:00', d: '190:20:30.15', e: '2026-01-01' };
    expect(only(text).value).to.deep.equal(value);
  });

  it('reads what tags say as kubectl does', () => {
    const text =
      'a: !!str 3\nb: !!int "3"\nc: !!float 3\nd: !!bool "yes"\ne: !!null ""\nf: !own 3\ng: ! yes\nh: !!set {v, w}\n!!int "4": 1\n';
    const value = { a: '3', b: 3, c: 3, d: true, e: null, f: '3', g: 'yes', h: { v: null, w: null }, '4': 1 };
    expect(only(text).value).to.deep.equal(value);
  });

  it('refuses tags that kubectl refuses, and those that stand for other text than is written', () => {
    const binary = '!!binary stands for other text than is written here: write that text itself';
    expect(problemIn('a: 1\nkind: !!binary UG9k\n')).to.equal(`2:16 ${binary}`);
    expect(problemIn('{!<tag:yaml.org,2002:binary> YQ==: 1}\n')).to.contain(binary);
    for (const wrong of ['!!int x', '!!int 3.0', '!!float x', '!!bool 1', '!!null x', '!!timestamp x'])
      expect(problemIn(`a: ${wrong}\n`), wrong).to.match(/^1:\d+ this is no !!\w+$/);
    expect(problemIn('a: {! <<: {b: 1}}\n')).to.equal('1:7 a tag is not wanted here: << merges without one');
    for (const key of ['!!merge "<<"', '!!merge <<', '!!str <<'])
      expect(problemIn(`a: {${key}: {b: 1}}\n`), key).to.contain('a tag is not wanted here');
  });

  it('merges', () => {
    const text = 'base: &base {a: 1, b: 2}\none: {<<: *base, b: 3}\ntwo: {<<: [*base, {c: 4}]}\n';
    expect(only(text).value).to.deep.include({ one: { a: 1, b: 3 }, two: { a: 1, b: 2, c: 4 } });
  });

  it('merges in the order of the text, so that what is merged last wins, and of a list its first map', () => {
    const text = (map: string): string => `b: &b {p: 1, q: 2}\nc: &c {p: 5, r: 2}\nx: ${map}\n`;
    const cases = {
      '{p: 0, <<: *b}': { p: 1, q: 2 },
      '{<<: *b, p: 0}': { p: 0, q: 2 },
      '{p: 0, <<: *b, <<: *c}': { p: 5, q: 2, r: 2 },
      '{p: 0, <<: [*b, *c]}': { p: 1, q: 2, r: 2 },
      '{<<: {<<: *b, p: 3}, <<: {r: 4}}': { p: 3, q: 2, r: 4 },
      '{p: 0, "<<": *b}': { p: 0, '<<': { p: 1, q: 2 } },
    };
    for (const [map, expected] of Object.entries(cases))
      expect((only(text(map)).value as { x: object }).x, map).to.deep.equal(expected);
    const { locate } = only(text('\n  p: 0\n  r: 1\n  <<: [*b, *c]\n  q: 3'));
    expect(['/x/p', '/x/q', '/x/r'].map((path) => locate(path).line)).to.deep.equal([1, 7, 2]);
  });

  it('refuses what ends a line for kubectl alone, unless it stands in JSON', () => {
    for (const char of ['\u0085', '\u2028', '\u2029']) {
      const code = char.charCodeAt(0).toString(16).padStart(4, '0');
      expect(problemIn(`a: 1 # ${char}b: 2\n`)).to.match(new RegExp(`^1:8 U\\+${code} ends a line for kubectl alone`));
      expect(problemIn(`a: 1\nb: "x${char}"\n`)).to.contain('2:6 U+');
      expect(only(`a: "\\u${code}"\n`).value).to.deep.equal({ a: char });
    }
  });

  it('ends lines at carriage returns alone', () => {
    const { value, locate } = only('a: !own 1 # c\rb:\r  c: |\r   x\r   y\r  d: 2\r');
    expect(value).to.deep.equal({ a: '1', b: { c: 'x\ny\n', d: 2 } });
    expect(locate('/b/d')).to.deep.equal({ line: 6, column: 3 });
  });

  it('reads JSON with tabs, escapes and a byte order mark', () => {
    const json = JSON.stringify({ a: 1, 'b/c': 'x\u2028\u{1F600}\n' }, null, '\t').replace('/', '\\/');
    expect(only(`\uFEFF${json}`).value).to.deep.equal(JSON.parse(json));
  });

  it('reads an escaped quote of the other kind', () => {
    const text = `a: "don\\'t \\\\' \\t" # "\\'"\n"\\'b": &c !!str "\\'\n  \\'"\nd: [*c, '\\', \\']\n`;
    const { value, problems, locate } = only(text);
    expect(problems).to.deep.equal([]);
    expect(value).to.deep.equal({ a: "don't \\' \t", "'b": "' '", d: ["' '", '\\', "\\'"] });
    expect(locate('/d/1')).to.deep.equal({ line: 4, column: 9 });
    expect(only(`a: "\\'b \r c"\r`).value).to.deep.equal({ a: "'b c" });
    expect(problemIn(`a: "\\'"\nb: "\\c\\'"\n`)).to.equal('2:5 invalid escape sequence \\c');
  });

  it('reads brackets and quotes that go on further to the left, and the rest of what kubectl makes of them', () => {
    const text = 'b: &b {c: 1}\na:\n  <<: *b\n  d: [{\n e: 1,\n}]\n  f: "g\n h"\n';
    const { value, locate } = only(text);
    expect(value).to.deep.equal({ b: { c: 1 }, a: { c: 1, d: [{ e: 1 }], f: 'g h' } });
    expect([locate('/a/d/0/e'), locate('/a/f')]).to.deep.equal([
      { line: 5, column: 2 },
      { line: 7, column: 3 },
    ]);
    expect(only("a: &a 1\nb:\n  c: 'd''\ne f: g'\n  h: *a\n").value).to.deep.equal({
      a: 1,
      b: { c: "d' e f: g", h: 1 },
    });
    expect(problemIn(`${text}i: "\\/"\n`)).to.contain('9:5 kubectl knows no escape sequence');
    expect(problemIn('a: [b,\nc: d\n')).to.contain('2:1 flow sequence');
  });

  it('counts every document of a stream', () => {
    const documents = [...parseYaml('---\n---\na: 1\n---\n# nothing\n---\nb: 2\n')];
    expect(documents.map(({ index, value }) => [index, value])).to.deep.equal([
      [0, null],
      [1, { a: 1 }],
      [2, null],
      [3, { b: 2 }],
    ]);
  });

  it('keeps a key called __proto__ an own one', () => {
    const value = only('__proto__: {x: 1}\n').value;
    expect(Object.hasOwn(value as object, '__proto__')).to.equal(true);
    expect((value as { x?: unknown }).x).to.equal(undefined);
  });

  it('refuses what is broken, with its place', () => {
    expect(problemIn('a: 1\nb:\n  c: 2\n  c: 3\n')).to.equal('4:3 map keys must be unique');
    expect(problemIn('a:\n  b:\n  &c b: {d: 1, d: 2}\n')).to.equal('3:6 map keys must be unique');
    expect(problemIn('"\\\'": 1\n"\'": 2\n')).to.equal('2:1 map keys must be unique');
    expect(problemIn('a:\n  8080: 1\n  "8080": 2\n')).to.equal('3:3 map keys must be unique');
    expect(problemIn('a:\n\tb: 1\n')).to.contain('2:1 tabs');
    expect(problemIn('a: 1\nb: *gone\n')).to.equal('2:4 unresolved alias: nothing before it is called &gone');
    expect(problemIn('a: - b\n')).to.contain('1:4 ');
    expect(problemIn('a: 1\n<<: 3\n')).to.equal('2:5 a merge key wants a map, or a list of maps');
    expect(problemIn('a: 1\nb: &b [c]\nd:\n  <<: [{}, *b]\n')).to.contain('4:12 a merge key wants');
  });

  it('says once where text has no place, and not of all that follows', () => {
    const behind =
      'this stands behind the end of a value: write quotes around all of it, or indent this as what it belongs to';
    const told = (text: string): readonly string[] =>
      only(text).problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
    expect(told('a: 1\nb: {c: ${X}}\nd:\n  e: [1]\n')).to.deep.equal([`2:9 ${behind}`]);
    expect(told('a: "b" c\nd: 1\n')).to.deep.equal([`1:8 ${behind}`]);
    expect(told('a: 1\n}\nb: 2\n')).to.deep.equal(['2:1 this belongs to nothing that stands before it']);
    expect(told('a: {b: 1, b: 2}\nc: 1\n}\n')).to.have.length(2);
    expect(told(`a: 1\n}\n${'b: 2\n'.repeat(50_000)}`)).to.have.length(1);
  });

  it('refuses keys that JSON cannot have', () => {
    expect(problemIn('a: {{ .Values.b }}\n')).to.equal('1:5 a key has to be text, not a map or a list');
    expect(problemIn('a: 1\n? [b]\n: 2\n')).to.equal('2:3 a key has to be text, not a map or a list');
    expect(problemIn('a: 1\n~: 2\n')).to.equal('2:1 a key has to be text, not null');
    expect(problemIn('a: 1\n: 2\n')).to.contain('a key has to be text, not null');
    expect(only('"null": 1\n"": 2\n').value).to.deep.equal({ null: 1, '': 2 });
  });

  it('refuses what aliases make endless or enormous', () => {
    const within = 'this alias stands within the value that it repeats';
    expect(problemIn('a: &a {b: *a}\n')).to.equal(`1:11 ${within}`);
    expect(problemIn('a: &a\n  b: {<<: [*a]}\n')).to.equal(`2:12 ${within}`);
    expect(problemIn('a: &a [&b [*a]]\nc: *b\n')).to.equal(`1:12 ${within}`);
    const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 9; level++) {
      const below = Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ');
      bomb.push(`a${level}: &a${level} [${below}]`);
    }
    expect(problemIn(bomb.join('\n'))).to.match(/^\d+:\d+ aliases make this too large for kubectl$/);
    const merges = ['a0: &a0 {x: 1}'];
    for (let level = 1; level < 40; level++)
      merges.push(`a${level}: &a${level} {<<: [*a${level - 1}, *a${level - 1}]}`);
    expect(problemIn(merges.join('\n'))).to.match(/^\d+:\d+ aliases make this too large for kubectl$/);
  });

  it('reads as much of what aliases make as kubectl does', () => {
    const chain = ['x0: &x0 {k0: 0}'];
    for (let level = 1; level <= 60; level++)
      chain.push(`x${level}: &x${level} {<<: *x${level - 1}, k${level}: ${level}}`);
    const { value, locate } = only(chain.join('\n'));
    expect(Object.keys((value as { x60: object }).x60)).to.have.length(61);
    expect(locate('/x60/k0')).to.deep.equal({ line: 1, column: 10 });
    // Of a hundred values that are counted, ninety-nine may come from aliases.
    const list = (aliases: number): string => `a: &a [${'1,'.repeat(1000)}]\nb: [${'*a,'.repeat(aliases)}]\n`;
    expect(only(list(90)).problems).to.deep.equal([]);
    expect(problemIn(list(120))).to.match(/^1:\d+ aliases make this too large for kubectl$/);
    const pairs = `a: &a 1\nb: &b [${'*a,'.repeat(1500)}]\nc: [${'*b,'.repeat(3)}{<<: {d: 1}}]\n`;
    expect(only(pairs).problems).to.deep.equal([]);
  });

  describe('where there is no room', () => {
    const { stackTraceLimit } = Error;
    // Mocha asks for whole stack traces, and here each of many mistakes has a long one.
    before(() => (Error.stackTraceLimit = 0));
    after(() => (Error.stackTraceLimit = stackTraceLimit));

    it('refuses nesting that no stack can hold', () => {
      for (const text of [`a: ${'['.repeat(1200)}${']'.repeat(1200)}`, '- '.repeat(2000)])
        expect(problemIn(text)).to.match(/^1:\d+ this is nested in more than 650 lists and maps,/);
      expect(only('- '.repeat(2000)).value).to.equal(null);
    });

    it('refuses thousands of lines between brackets without commas where the first comma is missing', () => {
      for (const [open, close] of ['{}', '[]', '{\n'])
        expect(problemIn(`a: ${open}\n${'  b: c\n'.repeat(5000)}${close}\n`)).to.match(/^2:6 implicit keys/);
    });
  });

  it('finds keys, items, and as much of a path as exists', () => {
    const { locate } = only(
      'metadata:\n  name: web\nspec:\n  containers:\n    - name: a\n    - name: b\n      a/b: 1\n',
    );
    expect(locate('/spec/containers/1/name')).to.deep.equal({ line: 6, column: 7 });
    expect(locate('/spec/containers/1')).to.deep.equal({ line: 6, column: 7 });
    expect(locate('/spec/containers/1/a~1b')).to.deep.equal({ line: 7, column: 7 });
    expect(locate('/spec/containers/1/resources/limits')).to.deep.equal({ line: 6, column: 7 });
    expect(locate('/spec/template')).to.deep.equal({ line: 3, column: 1 });
    expect(locate('/status')).to.deep.equal({ line: 1, column: 1 });
    expect(locate('')).to.deep.equal({ line: 1, column: 1 });
  });

  it('finds what an alias or a merge brings in, where it is written', () => {
    const { locate } = only('base: &base\n  a: 1\n  b: {c: 2}\none: *base\ntwo:\n  <<: [*base]\n  d: 3\n');
    expect(locate('/one/b/c')).to.deep.equal({ line: 3, column: 7 });
    expect(locate('/two/a')).to.deep.equal({ line: 2, column: 3 });
    expect(locate('/two/d')).to.deep.equal({ line: 7, column: 3 });
  });

  timed('reads many keys of one map in a time that grows with their number and not with its square', function () {
    this.timeout(10_000);
    const keys = Array.from({ length: 20_000 }, (_, i) => `k${i}: ${i}\n`).join('');
    expect(problemIn(`${keys}k7: 7\n`)).to.equal('20001:1 map keys must be unique');
  });

  it('reads thousands of aliases that are keys without a walk through the document for each', () => {
    const count = 5_000;
    const lines = (line: (index: number) => string): string =>
      Array.from({ length: count }, (_, i) => line(i)).join('');
    const text = `names:\n${lines((i) => `- &a${i} k${i}\n`)}values:\n${lines((i) => `  *a${i} : 1\n`)}`;
    const [document] = [...parseYaml(text)];
    expect(document?.problems).to.deep.equal([]);
    expect(Object.keys((document?.value as { values: object }).values)).to.have.length(count);
  });

  it('finds thousands of aliases without a walk through the document for each', () => {
    const { locate } = only(`base: &base {a: 1}\nall:\n${'- {one: *base, two: {b: 2}}\n'.repeat(3000)}`);
    for (let index = 0; index < 3000; index++) {
      expect(locate(`/all/${index}/one/a`)).to.deep.equal({ line: 1, column: 14 });
    }
  }).timeout(10_000);

  it('counts lines across documents and CRLF', () => {
    const documents = [...parseYaml('a: 1\r\n---\r\nb:\r\n  c: 2\r\n')];
    expect(documents[1]?.locate('/b/c')).to.deep.equal({ line: 4, column: 3 });
  });
});
