import { expect } from 'chai';
import { mayHaveOddBreak } from '../../src/config/yaml-escape.js';
import { mayHaveLongKey } from '../../src/config/yaml-key.js';
import { mayHaveOddProperty } from '../../src/config/yaml-property.js';
import { mayBeScannedOtherwise } from '../../src/config/yaml-suspect.js';
import { parseYaml } from '../../src/config/yaml.js';
import { timed } from '../timed.js';

const TAB = 'a tab may not stand here for kubectl: write spaces';
const COLON = 'this colon is a part of the text for kubectl: write a space behind it, or quotes around the text';
const MARK = 'kubectl takes this for more than text between brackets: write quotes around it';
const SLASH = 'kubectl knows no escape sequence \\/ in YAML: write / alone';
const VALUE = 'a colon has to stand before the value of a key that ? begins';
const LINES = 'kubectl wants this colon on the line where its key begins, or ? and a blank before the key';
const HEADER = 'nothing but a comment may stand behind this header of a block';
const LONG = 'kubectl takes no key of more than 1024 characters for one';
const END = 'kubectl takes \\r\\r\\n for the end of one line, and others for that of two: leave one \\r out';
const QUOTE = 'this quote is a part of the text: write another one behind it, which ends the text';
const ANCHOR = 'kubectl takes nothing but letters from a to z, digits, - and _ in the name of an anchor';
const TAG = 'kubectl takes this for no tag, or for more than one: write a blank behind the tag';
const BLANK = 'kubectl keeps the blank line below this backslash, and others do not: write \\n for it';
const BYTE_ORDER_MARK = 'a byte order mark may make kubectl drop the first letters of lines below';
const noCharacter = (written: string): string =>
  `${written} is no character to kubectl: write the character itself, or \\U and eight digits`;

/** What kubectl does not read as it is meant, and the places that are blamed. */
const refused: readonly (readonly [name: string, text: string, problems: readonly string[]])[] = [
  ['a tab alone behind text', 'a: 1\n\t\nb: 2\n', [`2:1 ${TAB}`]],
  ['a tab as far to the left as the map', 'a:\n  b: 1\n  \t\n  c: 2\n', [`3:3 ${TAB}`]],
  ['a tab alone behind quotes, however far to the right', 'a: "x"\n   \t\nb: 2\n', [`2:4 ${TAB}`]],
  ['a tab alone behind brackets', 'a: [1]\n \t\nb: 2\n', [`2:2 ${TAB}`]],
  ['a tab alone behind a key', 'a:\n    \t\n  b: 2\n', [`2:5 ${TAB}`]],
  ['a tab alone behind a comment', 'a: 1 # c\n    \t\nb: 2\n', [`2:5 ${TAB}`]],
  ['a tab before a comment', 'a: 1\n\t# c\nb: 2\n', [`2:1 ${TAB}`]],
  ['a tab in the first line', '\t\na: 1\n', [`1:1 ${TAB}`]],
  ['a tab in the last line', 'a: 1\nb: "2"\n\t', [`3:1 ${TAB}`]],
  ['a tab with line ends of Windows', 'a: 1\r\n\t\r\nb: 2\r\n', [`2:1 ${TAB}`]],
  ['a tab with carriage returns alone', 'a: 1\r\t\rb: 2\r', [`2:1 ${TAB}`]],
  ['a tab behind a dash', '-\tx\n- \ty\n', [`1:2 ${TAB}`, `2:3 ${TAB}`]],
  ['a tab behind the marks of a long key', '?\ta\n:\tb\n', [`1:2 ${TAB}`, `2:2 ${TAB}`]],
  ['a tab in the first line of a block', 'a: |\n\n  \tx\n', [`3:3 ${TAB}`]],
  ['a tab behind an anchor', 'a: &b\n \t\n  c: 1\n', [`2:2 ${TAB}`]],
  ['an escaped slash', 'a: "x\\/y"\n', [`1:6 ${SLASH}`]],
  ['an escaped slash in a key', '- "\\\\\\/": 1\n', [`1:6 ${SLASH}`]],
  ['an escaped slash in what is not JSON as a whole', '- {"a": "\\/"}\n', [`1:10 ${SLASH}`]],
  ['both halves of a character', 'a: "\\ud83d\\uDE00"\n', [noCharacter('\\ud83d'), noCharacter('\\uDE00')]],
  ['half of a character in eight digits', 'a: "\\U0000D83D"\n', [`1:5 ${noCharacter('\\U0000D83D')}`]],
  ['a question mark between brackets', 'a: [b, c?d]\n', [`1:9 ${MARK}`]],
  ['a colon that begins text between brackets', 'a: {b: :c}\n', [`1:8 ${MARK}`]],
  ['a key between brackets with nothing behind it', 'a: [b:, c]\n', [`1:6 ${COLON}`]],
  ['a colon behind a blank between brackets', 'a: [tar :, x]\n', [`1:9 ${COLON}`]],
  ['a key between brackets with brackets right behind it', 'a: {b:[1]}\n', [`1:6 ${COLON}`]],
  ['a key in brackets over two lines', 'a: {b: 1, c d\n  e: 2}\n', [`2:4 ${LINES}`]],
  ['a key in quotes and brackets over two lines', 'a: {\n  "b\n  c": 1}\n', [`3:5 ${LINES}`]],
  ['a colon on the line below a key in brackets', "a: {'b'\n  : 1}\n", [`2:3 ${LINES}`]],
  ['a colon below a comment behind a key', 'a: {b: {c # d\r\n  : 1}}\r\n', [`2:3 ${LINES}`]],
  ['an anchor on the line above its key in brackets', 'a: {&b\n  c: 1}\n', [`2:4 ${LINES}`]],
  ['a colon on the line below a key', 'a: 1\nb\n  : 2\n', [`3:3 ${LINES}`]],
  ['a colon below a key in quotes and blank lines', '- a: 1\n  "b" # c\n   \n   : 2\n', [`4:4 ${LINES}`]],
  ['a list right below a key that a question mark begins', 'a: 1\n? b # c\n\n- d\n- e\n', [`4:1 ${VALUE}`]],
  ['the same in a list', '- ? a\n  - b\n', [`2:3 ${VALUE}`]],
  ['a map below such a key', '? "a"\n  b: 1\n', [`2:3 ${VALUE}`]],
  ['text behind such a key', 'a:\n  ? "b" c\n', [`2:9 ${VALUE}`]],
  ['a mark behind the header of a block', 'a: | ---\n  b\n', [`1:4 ${HEADER}`]],
  ['an anchor with a dot in its name', 'a:\n  &b.c\n  d: 1\n', [`2:3 ${ANCHOR}`]],
  ['an escaped quote at the end of all', 'a: "b\\\\"\nc: "d\\"', [`2:6 ${QUOTE}`]],
  ['two carriage returns before a line feed in a block', 'a: |\r\r\n  b\r\r\n  c\r\r\n', [`1:5 ${END}`]],
  ['the same in quotes, and in text without any', 'a:\n- "b\r\r\n c"\n- d\r\r\n e\n', [`2:5 ${END}`, `5:4 ${END}`]],
  ['two single quotes at the end of all', "a: 'b'''\nc: 'd''", [`2:7 ${QUOTE}`]],
  ['an anchor with a blank behind it that is no space', 'a: &b\u00a0c\n', [`1:4 ${ANCHOR}`]],
  ['a tag right before a comma or a bracket', 'a: [!!str,b]\nc: {d: !e}\n', [`1:5 ${TAG}`, `2:8 ${TAG}`]],
  ['a tag with a letter that no tag has', 'a: !b#c d\n', [`1:4 ${TAG}`]],
  ['a blank line below an escaped end of a line', 'a: "b\\\n  \t\n  c"\n', [`1:6 ${BLANK}`]],
  ['blank lines of Windows below an escaped end of a line', 'a: "b\\\r\n\r\n\r\n  c"\r\n', [`1:6 ${BLANK}`]],
  [
    'what ends a line for kubectl alone before all else',
    '# \u2028a: 1\nb: 2\n',
    [`1:3 U+2028 ends a line for kubectl alone`],
  ],
  ['a key of too many characters', `a: {b: 1, "${'c'.repeat(1023)}": 2}\n`, [`1:11 ${LONG}`]],
  ['a long key with its value right behind it', `a: {'${'c'.repeat(1023)}':2}\n`, [`1:5 ${LONG}`]],
  ['a byte order mark in quotes', 'a: 1\nb: "\uFEFF"\n', [`2:5 ${BYTE_ORDER_MARK}`]],
  ['a byte order mark in a comment', 'a: 1 # \uFEFF\n', [`1:8 ${BYTE_ORDER_MARK}`]],
];

const read: readonly (readonly [name: string, text: string, value: unknown])[] = [
  ['a tab alone further to the right than the map', 'a:\n  b: 1\n   \t\n  c: 2\n', { a: { b: 1, c: 2 } }],
  ['tabs behind what stands in a line', 'a:\tb\t# c\nd: "e"\t\nf:\t\n  g: 1\n', { a: 'b', d: 'e', f: { g: 1 } }],
  ['tabs within a block', 'a: |\n  b\n  \tc\n  \t\n  d\ne: |2\n  \tf\n', { a: 'b\n\tc\n\t\nd\n', e: '\tf\n' }],
  ['tabs in quotes and between brackets', 'a: "b\n \t c"\nd: [1,\n \t2]\n', { a: 'b c', d: [1, 2] }],
  [
    'slashes and backslashes that are none of that',
    'a: "\\\\/"\nb: \'\\/\'\nc: \\/\nd: x # "\\/"\n',
    { a: '\\/', b: '\\/', c: '\\/', d: 'x' },
  ],
  ['characters by their numbers', 'a: "\\u00e9\\U0001F600\\uD7FF\\uE000"\n', { a: '\u00e9\u{1F600}\uD7FF\uE000' }],
  ['JSON by its own rules', '{"a":\n\t"\\/\\ud83d\\ude00",\n\t"b":[]}\n', { a: '/\u{1F600}', b: [] }],
  [
    'question marks and colons in text',
    'a: b?c\nd: ?e\nf: ["g?", h:i]\nj: k:,\n',
    { a: 'b?c', d: '?e', f: ['g?', 'h:i'], j: 'k:,' },
  ],
  [
    'quoted keys right before their values between brackets',
    'a: {"b":[1], "c":{d: 2}}\n',
    { a: { b: [1], c: { d: 2 } } },
  ],
  [
    'dashes between brackets',
    'a: [tar, xf, -]\nb: [-,-, c]\nd: {e: -, f: [-]}\n',
    { a: ['tar', 'xf', '-'], b: ['-', '-', 'c'], d: { e: '-', f: ['-'] } },
  ],
  [
    'colons on other lines where a question mark begins the key',
    `a: {? b c\n  d : 1, ? e\n  : 2}\n? ${'f'.repeat(1100)}\n: 3\n`,
    { a: { 'b c d': 1, e: 2 }, ['f'.repeat(1100)]: 3 },
  ],
  ['values on other lines than their keys', 'a: {b:\n  1, "c":\n  2, d: e\n  f}\n', { a: { b: 1, c: 2, d: 'e f' } }],
  [
    'keys of as many characters as may be, counted as people count them',
    `a: {"${'\u{1F600}'.repeat(1022)}": 1}\n`,
    { a: { ['\u{1F600}'.repeat(1022)]: 1 } },
  ],
  [
    'a byte order mark that is written as an escape sequence, and one in JSON',
    '{"a": "\uFEFF\\uFEFF"}\n',
    { a: '\uFEFF\uFEFF' },
  ],
  [
    'question marks and their colons in maps and lists',
    '? a\n: - ? b # c\n\n    # d\n    :  - e\n  - ? f\n    :\n      g: 1\n',
    { a: [{ b: ['e'] }, { f: { g: 1 } }] },
  ],
  [
    'lists behind keys that question marks begin',
    'a:\n  ? b\nc:\n  - d\n? e\n:\n- f\n',
    { a: { b: null }, c: ['d'], e: ['f'] },
  ],
  [
    'two carriage returns before each line feed',
    'a: 1\r\r\nb: # c\r\r\n- "d"\r\r\n- [e,\r\r\n f]\r\r\n',
    { a: 1, b: ['d', ['e', 'f']] },
  ],
  ['a list behind one that ends with such a key', '- ? a\n- - b\n', [{ a: null }, ['b']]],
  [
    'anchors, aliases and tags of all kinds',
    'a: &b-c_1 !d:e/f(g)~h$i%41 1\n"j": [*b-c_1, !<k,l> m, ! n, !!str\n  o]\n',
    { a: '1', j: ['1', 'm', 'n', 'o'] },
  ],
  [
    'anchors and tags of keys, and of maps on the next line',
    '- &a b: &c\n    &d e: !!str f\n- !!map\n  g: 1\n- &h i: {j: &k l, m: o}\n\n',
    [{ b: { e: 'f' } }, { g: 1 }, { i: { j: 'l', m: 'o' } }],
  ],
  [
    'comments without a blank before them',
    'a: "b"#c\nd: [e,#f\n#g\n  "h"#i\n]#j\nk: |#l\n  m#n\no: p#q\n',
    { a: 'b', d: ['e', 'h'], k: 'm#n\n', o: 'p#q' },
  ],
  [
    'comments at the start of lines, whatever is around',
    '- \n#a\n  b\n- c:\n\n#d\n    e\n  f: &g\r\n#h\r\n    i\r\n  j: [k,\n#l\n    m]\n',
    ['b', { c: 'e', f: 'i', j: ['k', 'm'] }],
  ],
  ['escaped ends of lines', 'a: "b\\\n  c \\\r\n  \\\n  d"\ne: |\n  f\\\n\n  g\n', { a: 'bc d', e: 'f\\\n\ng\n' }],
  ['a dash that is an alias', 'a: [&b -, *b]\n', { a: ['-', '-'] }],
];

describe('what kubectl scans in another way than the parser', () => {
  for (const [name, text, expected] of refused) {
    it(`refuses ${name}`, () => {
      const [document] = [...parseYaml(text)];
      const problems = document?.problems.map(({ line, column, message }) => `${line}:${column} ${message}`) ?? [];
      expect(problems).to.have.length(expected.length);
      for (const [index, problem] of expected.entries()) expect(problems[index]).to.contain(problem);
    });
  }

  for (const [name, text, value] of read) {
    it(`reads ${name}`, () => {
      const [document] = [...parseYaml(text)];
      expect(document?.problems).to.deep.equal([]);
      expect(document?.value).to.deep.equal(value);
    });
  }

  timed('is looked for in a time that grows with the text and not with its square', function () {
    this.timeout(10_000);
    const signs = ['\\\\', '?', '- ', ' :', '{?', "'?", '-\t', '\t', ' ?\n', '?,'];
    for (const sign of signs) expect(mayBeScannedOtherwise(`a: b${sign.repeat(300_000)}c`)).to.be.a('boolean');
    expect(mayBeScannedOtherwise(`a: "${'\\\\'.repeat(300_000)}\\/"`)).to.equal(true);
    expect(mayBeScannedOtherwise(`a: [${'b?'.repeat(300_000)}]`)).to.equal(true);
    for (const sign of ['&', ' &', '!', ' !', '!a ', '&a!', '\\\n', '-&', ' ', '\n', '!&', '! &', ': &', ': &a b'])
      for (const look of [mayHaveOddProperty, mayHaveOddBreak])
        expect(look(`a: !b${sign.repeat(300_000)}c`)).to.be.a('boolean');
    for (const sign of [': ', "':", '":', 'b', '\n:', 'cccccc\n', 'c\r', '\u2028'])
      expect(mayHaveLongKey(`a: b${sign.repeat(300_000)}`)).to.be.a('boolean');
  });

  it('refuses a text with very many mistakes', () => {
    expect([...parseYaml(`a: "${'\\/'.repeat(200_000)}"\n`)][0]?.problems).to.have.length(20);
  });

  it('blames the document that it is in', () => {
    const counts = [...parseYaml('a: 1\n---\nb: [1]\n\t\n---\nc: "\\/"\n\t\n')].map(({ problems }) =>
      problems.map(({ line, column }) => `${line}:${column}`),
    );
    expect(counts).to.deep.equal([[], ['4:1'], ['6:5', '7:1']]);
  });
});
