import { expect } from 'chai';
import { templateMarkOf } from '../../../src/cli/manifests/template.js';

const marked: readonly [string, string][] = [
  ['a: {{ .Values.a }}', '{{ }}'],
  ['a: ${{ inputs.a }}', '{{ }}'],
  ['a: <%= a %>', '<% %>'],
  ['{% if a\n%}', '{% %}'],
  ['a: 1 {# why #}', '{# #}'],
  ['a: 1 #@ data.values.a', '#@'],
  ['#@overlay/match by="name"', '#@'],
  ['a: (@= a @)', '(@ @)'],
  ['a: $[[ inputs.a ]]', '$[[ ]]'],
];

const plain: readonly string[] = [
  'a: ${NAME}',
  'command: [sh, -c, "echo ${#list} ${a#b} # }"]',
  'a: {b: {c: 1}}',
  '{"a":{"b":{}}}',
  'a: "%}"',
  '# see a#@b or @ home',
  'args: ["-w", "%{http_code}"]',
  'if [[ $a ]]; then',
];

describe('the marks of template languages', () => {
  for (const [text, mark] of marked) {
    it(`shows in ${text}`, () => {
      expect(templateMarkOf(text)).to.equal(mark);
    });
  }

  for (const text of plain) {
    it(`is not seen in ${text}`, () => {
      expect(templateMarkOf(text)).to.equal(undefined);
    });
  }
});
