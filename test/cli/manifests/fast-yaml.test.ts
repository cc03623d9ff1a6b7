import { expect } from 'chai';
import { readFast } from '../../../src/cli/manifests/fast-yaml.js';
import { mayHaveOddBrackets } from '../../../src/cli/manifests/list-key.js';
import { mayHaveTextBehindQuotes } from '../../../src/cli/manifests/text-behind.js';
import { timed } from '../../timed.js';

describe('readFast', () => {
  for (const [what, text] of [
    ['a fault', 'a: [1\n'],
    ['a key that stands twice', 'a: 1\na: 2\n'],
    ['aliases that blow up', `a: &a [${'x,'.repeat(200)}]\nb: &b [${'*a,'.repeat(200)}]\nc: [${'*b,'.repeat(200)}]\n`],
    ['an alias within itself', 'a: &a [*a]\n'],
    ['a map as a key', 'a: {{ .Values.b }}\n'],
    ['null as a key', '~: 1\n'],
    ['merge keys', 'b: &b {x: 1}\na: {<<: *b}\n'],
    ['a merge key that a tag makes text', 'a: {! <<: {x: 1}}\n'],
    ['binary data', 'a: !!binary aGk=\n'],
    ['a number in quotes', 'a: !!int "3"\n'],
    ['an item with nothing in it before an item of the list around it', '- -\n- k: 1\n'],
    ['an empty item with a comment behind it', 'a:\n  - b:\n      - # none\n  - c: 1\n'],
    ['an empty item at the end of all', 'a:\n  -'],
    ['an anchor that is set again within its value', 'a: &x\n  b: &x 1\nc: *x\n'],
    ['the same right behind colons', 'a: {"b":&x {"c":&x 1}, d: *x}\n'],
    ['a key behind the anchor of a value', 'a: &b c: 1\n'],
    ['a key in quotes behind the tag of a value', 'a: !!str "b" : c\n'],
    ['an anchor with a blank behind it that is no space', 'a: &b\u00a0c\n'],
    ['a tag without a name', 'a: ! # c\n'],
    ['a tag without a name at the end of all', '- &b !'],
    ['the tag of a list without a list', 'a: !!seq\nb: 1\n'],
    ['the tag of a list and an anchor without a list', 'a: !!seq &b\nc: *b\n'],
    ['the tag of a map without a map between brackets', 'a: [!!map , b]\n'],
    ['a tag on the line above its text', 'a: !!str\n  3\n'],
    ['a tag with an anchor and a comment on the line above its text', '- !!str &b # c\r\n  n\r\n'],
    ['a list as a key', '[x]: 1\n'],
    ['a list as a long key', '? [a]\n: 1\n'],
    ['a list as a key between brackets', 'a: {[x]}\n'],
    ['a list as a long key between brackets', 'a: {? [x]}\n'],
    ['a list as the second key between brackets', 'a: {b: [c],\n  [x]}\n'],
    ['a list as a key below a comment with a bracket', 'a: {b: 1 # [\n , [x]}\n'],
    ['a list with an anchor as a key', 'a: {b: 1, &c [x]}\n'],
    ['a list with an anchor as a long key', '? &c\n  - x\n: 1\n'],
    ['an alias of a list as a key', 'a: &b [x]\n*b : 1\n'],
    ['an alias of a list as a key between brackets', 'a: &b [x]\nc: {d: 1, *b }\n'],
    ['a list without brackets as a long key', '? - a\n: 1\n'],
    ['a key right behind brackets that close below', 'a: [b\n]c: 1\n'],
    ['a quoted key behind braces that close below', 'a:\n  b: {c: 1,\n  d: 2} "e": 1\n'],
    ['an item right behind brackets that close below', '- [a\n]- b\n'],
    ['a key behind brackets with others on the line where they close', 'a: [b,\n[c], d]e: 1\n'],
    ['the same behind two of them', 'a:\n  b: [c, {\n  d: e}, {f: "["}] :g: 1\n'],
    ['the same behind quotes of several lines', 'a: [b, "c\n[d"] "e": 1\n'],
    ['the same far to the right', `a: [b,\n${'c, '.repeat(99)}d]? e: 1\n`],
    ['a key right behind quotes that close below', "a: 'b''\n'c: 1\n"],
    ['the same further to the right', 'a:\n  - b: "c\\"\\\n\n    d"  "e": 1\n'],
    ['the same below a line of another kind', 'a: "b\r c":d: 1\r'],
    ['an item right behind quotes that close below', '- "a\n- b"- c\n'],
    ['a colon right behind quotes of a long key', '? "a\n  b" : 1\n'],
    ['a long key right behind quotes that close below', "a: 'b\n'? c\n"],
    ['an alias on the line below an anchor', 'a: &b 1\nc: &d\n  *b\n'],
    ['an anchor below another one and a comment', 'a: &b # c\n  # d\n  &e 1\n'],
    ['an anchor far above another one', `a: &b\n${'# see &c\n'.repeat(9)}${'\n'.repeat(99_999)}  &e 1\n`],
    ['a tab in a line with nothing else', 'a: 1\n\t\nb: 2\n'],
    ['a tab before a comment', 'a: 1\n\t# c\n'],
    ['a tab behind a dash', '-\ta\n'],
    ['a tab behind the colon of a long key', '? a\n:\tb\n'],
    ['a tab in the first line of a block', 'a: |\n  \tb\n'],
    ['an escaped slash', 'a: "\\/"\n'],
    ['an escaped slash behind an escaped backslash', 'a: "\\\\\\/"\n'],
    ['half of a character', 'a: "\\ud83d\\ude00"\n'],
    ['a number that no character has', 'a: "\\U00110000"\n'],
    ['a question mark between brackets', 'a: [b?c]\n'],
    ['a question mark between brackets over several lines', 'a: [\n  b?c\n]\n'],
    ['a question mark in quotes that do not begin the text between brackets', 'a: [sh, -c, echo "b?"]\n'],
    ['the same on the next line', 'a: [\n  b\n  "c?d",\n]\n'],
    ['a question mark at the end of a line between brackets', 'a: {b: [\n  c d?\n  e\n]}\n'],
    ['a question mark in a key between brackets, before brackets', 'a: {\n  b?c: [d]\n}\n'],
    ['the same before quotes', 'a: {\n  b: 1,\n  c d?: "e",\n}\n'],
    ['a colon that begins text between brackets', 'a: {b: :c}\n'],
    ['a colon that begins text behind a key in quotes', 'a: {"b"::c}\n'],
    ['a colon without a blank behind it between brackets', 'a: [b:, {c:{d: 1}}]\n'],
    ['such a colon behind a quote that is none', 'a: [b c":, {d\': [1]}, {"e"f\' :{g: 1}}]\n'],
    ['such a colon behind an apostrophe', "a: {b': 1, c':[d]}\n"],
    ['a dash alone between brackets', 'a: [tar, xf, -]\n'],
    ['a tab below brackets that close further to the left', 'a:\n  b: {\n}\n\t\nc: 1\n'],
    ['an escaped slash below quotes that close further to the left', 'a:\n  b: "c\n"\nd: "\\/"\n'],
    ['an anchor with a dot in its name', 'a:\n  &b.c x\n'],
    ['an anchor right before brackets', 'a: &b{c: 1}\n'],
    ['a tag with nothing behind it', 'a: [!b]\n'],
    ['a blank line below an escaped end of a line', 'a: "b\\\n\n  c"\n'],
    ['a byte order mark', 'a: "\uFEFF"\n'],
    ['a key of too many characters', `a:\n  b: 1\n  ${'c'.repeat(1025)}: 1\n`],
    ['a key of too many characters in brackets', `a: [${'b'.repeat(600)}, {"${'c'.repeat(1023)}":1}]\n`],
    ['a key that is too far from its anchor', `&${'a'.repeat(600)} ${'b'.repeat(600)}: 1\n`],
    ['a key that is too far from its colon', `"a"${' '.repeat(1200)}: 1\n`],
    ['what ends a line for kubectl alone', 'a: 1 # \u2028b: 2\n'],
  ] as const) {
    it(`leaves ${what} to the slower reader`, () => {
      expect(readFast(text)).to.equal(undefined);
    });
  }

  it('reads tabs, escapes, question marks and colons where kubectl reads them as it does', () => {
    const text =
      'a:\tb\t# c\nd: "\\\\/ \\t"\ne: [x:y, "z?", "\u00e9"]\nf: http://a/b?c=d\ng: |\n  h\ti\nj: {"k":[1], "l":{}, \'m\' :[]}\nm: a & b && c.d && e !f, g\n';
    expect(readFast(text)?.value).to.deep.equal({
      ...{ a: 'b', d: '\\/ \t', e: ['x:y', 'z?', '\u00e9'], f: 'http://a/b?c=d' },
      ...{ g: 'h\ti\n', j: { k: [1], l: {}, m: [] }, m: 'a & b && c.d && e !f, g' },
    });
  });

  it('reads what kubectl reads and the slower reader refuses, tabs or not', () => {
    const inBlock = 'x: |\n  s\n    \tt\n';
    for (const [text, value] of [
      [`p: [{\n  q: 1,\n}]\n${inBlock}`, { p: [{ q: 1 }], x: 's\n  \tt\n' }],
      ['p: "a\n\tb"\n', { p: 'a b' }],
      ['p: {\n\t"q": "a",\n\t"r": "b"\n  }\n', { p: { q: 'a', r: 'b' } }],
      ['z: [{\n  q: 1,\n}]\n"l": :80\n', { z: [{ q: 1 }], l: ':80' }],
    ] as const)
      expect(readFast(text)?.value, text).to.deep.equal(value);
  });

  it('reads lists in lists, and what only looks like a list as a key', () => {
    const text = 'a: [b, [c], {d: [e, [f]]}, [[g], [h]]]\ni: [o, [j]]\nk: [l, [m]]\n';
    const value = { a: ['b', ['c'], { d: ['e', ['f']] }, [['g'], ['h']]], i: ['o', ['j']], k: ['l', ['m']] };
    expect(readFast(text)?.value).to.deep.equal(value);
    expect(readFast('a: sh -c "echo ${*}, [x]"\n')?.value).to.deep.equal({ a: 'sh -c "echo ${*}, [x]"' });
  });

  it('reads long lines whose keys are not', () => {
    const text = `a: "${'b: '.repeat(600)}"\nc: ${'d'.repeat(2000)}\ne: {f: [${'1, '.repeat(600)}1], g: 2}\n`;
    expect(readFast(text)?.value).to.have.keys('a', 'c', 'e');
  });

  it('reads aliases, quoted scalars, keys that are no text and an own __proto__', () => {
    const text = 'base: &b 1\na:\n  x: *b\n  "on": "on"\n  yes: \'1\'\n  2: !!str 3\n  __proto__: {q: 1}\n';
    const { a } = (readFast(text) as { value: { a: object } }).value;
    expect(Object.entries(a)).to.deep.include(['__proto__', { q: 1 }]);
    expect(Object.getPrototypeOf(a)).to.equal(Object.prototype);
    expect(a).to.include({ x: 1, on: 'on', true: '1', 2: '3' });
  });

  timed(
    'looks for what stands behind brackets in a time that grows with the text and not with its square',
    function () {
      this.timeout(10_000);
      for (const sign of [
        ...[']', ']a', '} ', ']: ', ']a:', ']\n', '] a\n', "']a: '"],
        ...['}"', "[]'", '{}\\"', ']"\\"', "]''", "]'''a"],
      ])
        expect(mayHaveOddBrackets(`a: b${sign.repeat(300_000)}c`)).to.be.a('boolean');
    },
  );

  it('reads quotes of several lines with nothing more than a comment behind', () => {
    const text = 'a: "b\n  c" # d: e\nf:\n- \'g: h\n\n  \'\'i\'\n- ["j\n k", "l\n m"]\n';
    expect(readFast(text)?.value).to.deep.equal({ a: 'b c', f: ["g: h\n'i", ['j k', 'l m']] });
  });

  it('reads rules in single quotes that are written twice in them', () => {
    const text = "a: 'b in [''c'', ''d'']  ? !e\n  : f'\n";
    expect(readFast(text)?.value).to.deep.equal({ a: "b in ['c', 'd']  ? !e : f" });
  });

  timed('looks for what stands behind quotes in a time that grows with the text and not with its square', function () {
    this.timeout(10_000);
    for (const sign of ['"', " '", ' "\n', "' '\n", ' "a\\\n', " ''a\n", "'''\n ", ' "\\"\n', "a'\n 'b ", ' "\n":'])
      expect(mayHaveTextBehindQuotes(`a: b${sign.repeat(300_000)}`)).to.be.a('boolean');
  });

  timed('looks for anchors in a time that grows with the text and not with its square', function () {
    this.timeout(10_000);
    const comments = Array.from({ length: 30_000 }, (_, index) => `# see &k${index}\n`).join('');
    for (const between of [comments, ' '.repeat(20_000_000), '\n'.repeat(20_000_000), '#\n'.repeat(1_000_000)])
      expect(readFast(`a: &b 1\nc: &d\n${between}  e\n`)?.value).to.deep.equal({ a: 1, c: 'e' });
  });
});
