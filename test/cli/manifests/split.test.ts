import { expect } from 'chai';
import { splitDocuments } from '../../../src/cli/manifests/split.js';
import { parseYaml } from '../../../src/config/yaml.js';

const cases: Readonly<Record<string, string>> = {
  'one document': 'a: 1\n',
  'a marker first': '---\na: 1\n---\nb: 2\n',
  'a comment first': '# about\n---\na: 1\n',
  'empty documents': '---\n---\n# nothing\n---\na: 1\n---\n',
  'a marker in a block scalar': 'a: |\n  ---\n  b: 2\n---\nc: 3\n',
  'a marker with a comment': '--- # about\na: 1\n---\t# more\nb: 2\n',
  'no line break at the end': 'a: 1\n---\nb: 2',
  'line breaks of Windows': 'a: 1\r\n---\r\nb: 2\r\n',
  'carriage returns alone': '# c\ra: 1\rb: 2\r\n---\nc: 3\rd: 4\r',
  'two carriage returns before a line feed': 'a: 1\r\r\n---\r\r\nb: 2\r\r\n',
  'ends of documents': 'a: 1\n...\n# between\n---\nb: 2\n...\n',
  'what only looks like a marker': 'a: 1\n...b: 2\n--: 3\n',
  'a directive that belongs to nothing': 'a: 1\n...\n%YAML 1.1\n---\nb: 2\n',
};

/** Each document with what keeps it from being read, and where in the stream. */
function read(stream: string): readonly string[] {
  return [...splitDocuments(stream)].map(({ text, start, fault }) =>
    fault === undefined ? text : `${start + fault.offset}: ${fault.message}`,
  );
}

const NOTHING_BEHIND = 'kubectl takes nothing but a comment behind ---: write this on a line of its own';
const IGNORED = 'kubectl ignores what stands between ... and the next ---: write --- before this';
const LINE_FEED = 'kubectl finds no document here: end the lines around --- with a line feed';
const SPACE = 'kubectl takes no comment right behind this ---: write a space before it';
const DIRECTIVE = 'kubectl takes no directive such as %YAML: leave it out';
const TAB = 'a tab may not stand here for kubectl: write spaces';
const CONTROL = 'control characters are not allowed';
const BREAK = 'U+2028 ends a line for kubectl alone: end the line, or write \\u2028 in double quotes';
const MARKS = 'kubectl drops the first letter of each line behind a second byte order mark: leave this one out';
const JSON_MARK = 'kubectl reads JSON behind a second byte order mark by the rules of YAML: leave this mark out';
const WANTED = 'kubectl wants a document before this ...';

/** What kubectl would not read as it is meant. The offset counts in the stream. */
const faults: readonly (readonly [name: string, stream: string, documents: readonly string[]])[] = [
  ['a value behind a marker', 'a: 1\n--- {b: 2}\n---\nc: 3\n', ['a: 1\n', `9: ${NOTHING_BEHIND}`, '---\nc: 3\n']],
  ['a tag behind the first marker', '--- !x\na: 1\n', [`4: ${NOTHING_BEHIND}`]],
  ['a line of more than three dashes', 'a: 1\n----\nb: 2\n', ['a: 1\n', `8: ${NOTHING_BEHIND}`]],
  ['dashes that begin a key', '---b: 1\n', [`3: ${NOTHING_BEHIND}`]],
  ['a comment without a space at the start', '---#c\na: 1\n', [`3: ${SPACE}`]],
  ['a document behind an end', 'a: 1\n...\n# c\nb: 2\n---\nc: 3\n', ['a: 1\n', `13: ${IGNORED}`, '---\nc: 3\n']],
  ['a value on the line of an end', 'a: 1\n... b\n', ['a: 1\n', `9: ${IGNORED}`]],
  ['an end of nothing', '# c\n...\n---\na: 1\n', [`4: ${WANTED}`, '---\na: 1\n']],
  ['a directive', '# c\n%YAML 1.1\n---\na: 1\n', [`4: ${DIRECTIVE}`, '---\na: 1\n']],
  ['a tab alone before the first marker', '# c\n \t\n---\na: 1\n', [`5: ${TAB}`, '---\na: 1\n']],
  ['a tab where there is nothing else', '\t# c', [`0: ${TAB}`]],
  ['what ends a comment for kubectl alone', '# \u2028b: 1\n---\na: 1\n', [`2: ${BREAK}`, '---\na: 1\n']],
  ['a control character before the first marker', '# \u0001\n---\na: 1\n', [`2: ${CONTROL}`, '---\na: 1\n']],
  ['a control character behind an end', 'a: 1\n...\n# \u0001\n', ['a: 1\n', `11: ${CONTROL}`]],
  ['two byte order marks within the stream', 'a: 1\n---\n\uFEFF\uFEFFb: 2\n', ['a: 1\n', `10: ${MARKS}`]],
  ['three byte order marks, of which one is gone already', '\uFEFF\uFEFFa: 1\n', [`1: ${MARKS}`]],
  ['JSON with an escape sequence behind a second byte order mark', '\uFEFF{"a":"\\/"}', [`1: ${JSON_MARK}`]],
  ['the same within the stream', 'a: 1\n---\n\uFEFF["\u2028"]\n', ['a: 1\n', `10: ${JSON_MARK}`]],
  ['a directive and nothing else', '# c\n%x: y', [`4: ${DIRECTIVE}`]],
  ['a carriage return alone before a marker', 'a: 1\r---\nb: 2\n', ['a: 1\r', `5: ${LINE_FEED}`]],
  ['a carriage return alone behind a marker', 'a: 1\n---\rb: 2\n', ['a: 1\n', `5: ${LINE_FEED}`]],
];

describe('splitDocuments', () => {
  for (const [name, stream, documents] of faults) {
    it(`refuses ${name}, and finds the other documents`, () => {
      expect(read(stream)).to.deep.equal(documents);
    });
  }

  it('takes a byte order mark off where a document begins', () => {
    expect(read('\uFEFF{"a": "b"}')).to.deep.equal(['{"a": "b"}']);
    expect(read('\uFEFFa: 1\n---\n\uFEFFb: 2\n--- # c\r\n\uFEFF---\nc: 3\n')).to.deep.equal([
      'a: 1\n',
      'b: 2\n',
      '---\nc: 3\n',
    ]);
    expect(read('\uFEFF# \tc\n---\na: 1\n')).to.deep.equal(['---\na: 1\n']);
    expect(read('a: 1\n...\n\t# c\n---\nb: 2\n')).to.deep.equal(['a: 1\n', '---\nb: 2\n']);
    // To kubectl these belong to the key.
    expect(read('---\n\uFEFFa: 1\n')).to.deep.equal(['---\n\uFEFFa: 1\n']);
    expect(read('# c\n\uFEFFa: 1\n')).to.deep.equal(['# c\n\uFEFFa: 1\n']);
  });

  it('leaves a percent sign that is indented to the parser: it begins no directive', () => {
    expect(read('# c\n  %a: b\n---\nc: 1\n')).to.deep.equal(['# c\n  %a: b\n', '---\nc: 1\n']);
  });

  it('takes a comment without a space behind all markers but the first', () => {
    expect(read('a: 1\n---#c\nb: 2\n')).to.deep.equal(['a: 1\n', '#c\nb: 2\n']);
    expect(read('---\n---#c\nb: 2\n')).to.deep.equal(['---\n', '#c\nb: 2\n']);
  });

  it('counts lines whatever it takes off', () => {
    const lines = [...splitDocuments('a: 1\n---#c\nb: 2\n---\n\uFEFFc: 3\n')].map(({ linesBefore }) => linesBefore);
    expect(lines).to.deep.equal([0, 1, 4]);
  });

  for (const [name, text] of Object.entries(cases)) {
    it(`finds the documents that a parser finds: ${name}`, () => {
      const chunks = [...splitDocuments(text)];
      const whole = [...parseYaml(text)];
      expect(chunks.map(({ index }) => index)).to.deep.equal(whole.map(({ index }) => index));
      for (const { text: part, index, linesBefore } of chunks) {
        const [alone] = [...parseYaml(part)];
        expect(alone?.value).to.deep.equal(whole[index]?.value);
        if (alone?.value === null) continue;
        expect((alone?.locate('').line ?? 0) + linesBefore).to.equal(whole[index]?.locate('').line);
      }
    });
  }

  it('finds nothing in nothing', () => {
    expect([...splitDocuments('')]).to.deep.equal([]);
    expect([...splitDocuments('\n# only a comment\n')]).to.deep.equal([]);
  });
});
