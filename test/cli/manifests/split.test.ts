import { expect } from 'chai';
import { splitDocuments } from '../../../src/cli/manifests/split.js';
import { parseYaml } from '../../../src/config/yaml.js';

const cases: Readonly<Record<string, string>> = {
  'one document': 'a: 1\n',
  'a marker first': '---\na: 1\n---\nb: 2\n',
  'a comment first': '# about\n---\na: 1\n',
  'empty documents': '---\n---\n# nothing\n---\na: 1\n---\n',
  'a marker in a block scalar': 'a: |\n  ---\n  b: 2\n---\nc: 3\n',
  'a marker with a comment, and with a value': '--- # about\na: 1\n--- {b: 2}\n',
  'no line break at the end': 'a: 1\n---\nb: 2',
  'line breaks of Windows': 'a: 1\r\n---\r\nb: 2\r\n',
  'carriage returns alone': 'a: 1\r---\r# c\rb: 2\r---\nc: 3\r\n',
  'a directive': '%YAML 1.1\n---\na: 1\n',
  'ends of documents': 'a: 1\n...\n# between\n---\nb: 2\n...\n',
  'what only looks like a marker': 'a: 1\n---b: 2\n----\n: 3\n',
};

describe('splitDocuments', () => {
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
