import { expect } from 'chai';
import { documentsOf } from '../../../src/cli/manifests/document.js';
import { rewrite } from '../../../src/cli/fix/rewrite.js';
import { applyEdits } from '../../../src/engine/edit.js';
import type { Json, JsonObject } from '../../../src/policy/json.js';
import type { Edit } from '../../../src/policy/policy.js';

function set(path: string, value: Json): Edit {
  return { op: 'set', path, value };
}

function remove(path: string): Edit {
  return { op: 'remove', path };
}

function valueOf(text: string): Json {
  const [document] = documentsOf(text);
  if (document === undefined || document.problems.length > 0) throw new Error(`this should be sound: ${text}`);
  return document.value;
}

/** What the text becomes when the edits are made; it always says what they make of its value. */
function edited(text: string, edits: readonly Edit[]): string | undefined {
  const before = valueOf(text);
  const { object, skipped } = applyEdits(before as JsonObject, edits, { overwrite: true });
  expect(skipped).to.deep.equal([]);
  const rewriting = rewrite(text, before, object);
  const after = 'text' in rewriting ? rewriting.text : undefined;
  if (after !== undefined) expect(valueOf(after)).to.deep.equal(object);
  return after;
}

interface Case {
  readonly name: string;
  readonly before: string;
  readonly edits: readonly Edit[];
  readonly after: string;
}

const blocks: readonly Case[] = [
  {
    name: 'adds a key below its siblings, as far to the right, behind their comments',
    before: 'spec:\n  a: 1 # one\n  # the end of spec\nother: 2\n',
    edits: [set('/spec/b', true)],
    after: 'spec:\n  a: 1 # one\n  # the end of spec\n  b: true\nother: 2\n',
  },
  {
    name: 'adds keys to several maps that end on one line, the deepest first',
    before: 'a:\n  b:\n    c: 1\n\n\n# end\n',
    edits: [set('/a/e', 2), set('/f', 3), set('/a/b/d', 1)],
    after: 'a:\n  b:\n    c: 1\n    d: 1\n  e: 2\nf: 3\n\n\n# end\n',
  },
  {
    name: 'indents what is new as the document does',
    before: 'a:\n    b:\n    - c: 1\n',
    edits: [set('/a/b/0/d/e', ['ALL'])],
    after: 'a:\n    b:\n    - c: 1\n      d:\n          e:\n          - ALL\n',
  },
  {
    name: 'puts as many spaces behind dashes as the document does',
    before: 'a:\n-   b: 1\n    c: x\n',
    edits: [set('/a/0/d', ['ALL']), set('/a/-', { e: 1, f: 2 })],
    after: 'a:\n-   b: 1\n    c: x\n    d:\n    -   ALL\n-   e: 1\n    f: 2\n',
  },
  {
    name: 'leaves a missing line break at the end missing',
    before: 'a:\n  b: 1',
    edits: [set('/a/c', 2)],
    after: 'a:\n  b: 1\n  c: 2',
  },
  {
    name: 'ends new lines as the others end',
    before: 'a:\r\n  b: 1 # one\r\nc: 2\r\n',
    edits: [set('/a/d/e', [1]), set('/c', 3)],
    after: 'a:\r\n  b: 1 # one\r\n  d:\r\n    e:\r\n      - 1\r\nc: 3\r\n',
  },
  {
    name: 'ends new lines as the line above them ends, and leaves that one as it is',
    before: 'a:\n  b: "one\r\n    two"\nc:\r\n  d: 1\ne:\n  f: 2\r\n',
    edits: [set('/a/p', 1), set('/c/q', 2), set('/e/r', 3)],
    after: 'a:\n  b: "one\r\n    two"\n  p: 1\nc:\r\n  d: 1\n  q: 2\ne:\n  f: 2\r\n  r: 3\r\n',
  },
  {
    name: 'copes with the question mark of a long key',
    before: 'a:\n  ? b\n  :\n  - c: 1\n  ? d\n  : 2\n',
    edits: [set('/a/e', [1]), set('/a/b/0/f', ['x']), remove('/a/d')],
    after: 'a:\n  ? b\n  :\n  - c: 1\n    f:\n      - x\n  e:\n    - 1\n',
  },
  {
    name: 'goes below a block scalar and its blank lines stay where they are',
    before: 'a:\n  b: |\n    one\n\n    two\n\nc: 1\n',
    edits: [set('/a/d', 2)],
    after: 'a:\n  b: |\n    one\n\n    two\n  d: 2\n\nc: 1\n',
  },
  {
    name: 'goes below the blank lines that a block scalar keeps',
    before: 'a:\n  b: |+\n    one\n\nc: 1\n',
    edits: [set('/a/d', 2)],
    after: 'a:\n  b: |+\n    one\n\n  d: 2\nc: 1\n',
  },
  {
    name: 'does not take a # in a block scalar for a comment',
    before: 'a:\n  b: |\n    # no comment\n  c: 1\n',
    edits: [remove('/a/b'), set('/a/d', 1)],
    after: 'a:\n  c: 1\n  d: 1\n',
  },
  {
    name: 'stays within the markers of a document',
    before: '--- # first\na: 1\n...\n',
    edits: [set('/b', 2)],
    after: '--- # first\na: 1\nb: 2\n...\n',
  },
  {
    name: 'fills a key without a value',
    before: 'a: # what goes here?\n  # still nothing\nb: ~ # null\nc: null\nd:\n',
    edits: [set('/a/x', 1), set('/b/w/z', 2), set('/c', ['q']), set('/d', false)],
    after: 'a: # what goes here?\n  x: 1\n  # still nothing\nb: # null\n  w:\n    z: 2\nc:\n  - q\nd: false\n',
  },
  {
    name: 'goes below a key with empty brackets behind it, and stays in brackets within others',
    before: 'a: {} # empty\nb: []\nc: &c {\n}#c\nd: {e: {}, f: []}\ng: { # not yet\n}\n',
    edits: [set('/a/x/w', 1), set('/b/-', 'q'), set('/c/z', true), set('/d/e/x', 1), set('/g/x', 1)],
    after: 'a: # empty\n  x:\n    w: 1\nb: [q]\nc: &c #c\n  z: true\nd: {e: {x: 1}, f: []}\ng: # not yet\n  x: 1\n',
  },
  {
    name: 'copes with tabs where they may stand',
    before: 'a:\t1\t# one\nb:\n  c: 2\t\n   \t\n',
    edits: [set('/a', 3), set('/b/d', 4)],
    after: 'a:\t3\t# one\nb:\n  c: 2\t\n  d: 4\n   \t\n',
  },
  {
    name: 'appends to a list that is indented and to one that is not',
    before: 'a:\n  - x # one\n  # two is missing\nb:\n- y\n# about c\nc:\n  - - z\n',
    edits: [set('/a/-', 'w'), set('/b/-', { v: 1, u: [2] }), set('/c/0/-', 't')],
    after:
      'a:\n  - x # one\n  # two is missing\n  - w\nb:\n- y\n- v: 1\n  u:\n    - 2\n# about c\nc:\n  - - z\n    - t\n',
  },
  {
    name: 'adds a key to an item of a list, however far its dash is away',
    before: 's:\n-   c: 1\n-\n  d: 2\n',
    edits: [set('/s/0/x', 3), set('/s/1/x', 4)],
    after: 's:\n-   c: 1\n    x: 3\n-\n  d: 2\n  x: 4\n',
  },
];

const scalars: readonly Case[] = [
  {
    name: 'keeps the quotes of text and the comment behind it',
    before: `a: "x" # one\nb: 'y'   # two\nc: z # three\n`,
    edits: [set('/a', 'q"'), set('/b', "it's"), set('/c', 'w')],
    after: `a: "q\\"" # one\nb: 'it''s'   # two\nc: w # three\n`,
  },
  {
    name: 'quotes text that would be read as something else, and no other type',
    before: `a: x\nb: "true"\nc: 'no'\n`,
    edits: [set('/a', 'yes'), set('/b', false), set('/c', 30)],
    after: 'a: "yes"\nb: false\nc: 30\n',
  },
  {
    name: 'puts a word where a block scalar, an alias or a map was',
    before: 'a: >-\n  folded\n  text\n\nb: &t true\nc: *t\nd: # gone\n  e: 1 # kept\nf: 2\n',
    edits: [set('/a', 5), set('/c', false), set('/d', 'x')],
    after: 'a: 5\n\nb: &t true\nc: false\nd: x # gone\n# kept\nf: 2\n',
  },
];

const removals: readonly Case[] = [
  {
    name: 'takes a key out with its line, and keeps the comments around it',
    before: 's:\n  # above\n  a: 1\n  # below\n  b: 2\n',
    edits: [remove('/s/a')],
    after: 's:\n  # above\n  # below\n  b: 2\n',
  },
  {
    name: 'keeps the comment on the line of what goes',
    before: 's:\n  a: 0 # root, sadly\n  b: 2\n',
    edits: [remove('/s/a')],
    after: 's:\n  # root, sadly\n  b: 2\n',
  },
  {
    name: 'takes the last key out of a text without a line break at its end',
    before: 's:\n  a: 1\n  b: 0',
    edits: [remove('/s/b')],
    after: 's:\n  a: 1',
  },
  {
    name: 'leaves an empty map where the last key goes',
    before: 's:\n  a: 0 # root\nt: 1\n',
    edits: [remove('/s/a')],
    after: 's: {} # root\nt: 1\n',
  },
  {
    name: 'leaves no empty map where another key comes',
    before: 's:\n  a: 0\nt: 1\n',
    edits: [remove('/s/a'), set('/s/b', true)],
    after: 's:\n  b: true\nt: 1\n',
  },
  {
    name: 'takes the key out that shares its line with the dash of an item',
    before: 's:\n- a: 0 # one\n  b: 1\n- c: 2\n',
    edits: [remove('/s/0/a')],
    after: 's:\n- # one\n  b: 1\n- c: 2\n',
  },
  {
    name: 'takes items out of a list',
    before: 's:\n  - a\n  - b: 1\n    c: 2\n  - d\nt:\n  - e\n',
    edits: [remove('/s/1'), remove('/t/0')],
    after: 's:\n  - a\n  - d\nt: []\n',
  },
  {
    name: 'keeps the comments between brackets that become empty, go, or hold something else',
    before:
      'a: {\n  # old\n  b: 0 # root\n}\nc: [ # first\n  x ]\nd: {e: {f: 1 # why\n  }, g: 2}\nh: { # what\n  i: 1 }\n',
    edits: [remove('/a/b'), remove('/c/0'), remove('/d/e'), set('/h', 3)],
    after: 'a: {\n  # old\n  # root\n}\nc: [\n     # first\n   ]\nd: { # why\n    g: 2}\nh: # what\n   3\n',
  },
  {
    name: 'keeps a comment that stands between an entry in brackets and its comma',
    before: 'a: {\n  b: [1] # why\n  ,\n  c: 2,\n  d: 3 # more\n  , # and more\n  e: 4\n}\n',
    edits: [remove('/a/b'), remove('/a/d')],
    after: 'a: {\n  # why\n  c: 2,\n  # more\n   # and more\n  e: 4\n}\n',
  },
  {
    name: 'takes the comma behind the last entry in brackets with it where a comment stands before the entry',
    before: 'a: {\n  b: 1, # one\n  c: 2, # two\n}\n',
    edits: [remove('/a/c')],
    after: 'a: {\n  b: 1, # one\n  # two\n}\n',
  },
  {
    name: 'takes the whole line break before the last line where the text ends without one',
    before: 'a:\r\n  b: 1\r\n  c: 2',
    edits: [remove('/a/c')],
    after: 'a:\r\n  b: 1',
  },
  {
    name: 'takes items and keys out of brackets with one comma each',
    before: 'a: [x, y, z]\nb: {c: 1, d: 2}\ne: { f: 1 }\ng: [ h ]\n',
    edits: [remove('/a/0'), remove('/a/1'), remove('/b/d'), remove('/e/f'), remove('/g/0')],
    after: 'a: [y]\nb: {c: 1}\ne: {}\ng: []\n',
  },
];

const brackets: readonly Case[] = [
  {
    name: 'stays on the line of an element of JSON, and has lines of its own where the keys beside it have',
    before: '{\n  "a": [\n    {"b": "{", "c":{}, "d": [], "e": null}\n  ],\n  "f": {}\n}\n',
    edits: [set('/a/0/c/g', { h: 1 }), set('/a/0/d/-', 'x'), set('/a/0/e', { i: 2 }), set('/f/j', 3)],
    after:
      '{\n  "a": [\n    {"b": "{", "c":{"g": {"h": 1}}, "d": ["x"], "e": {"i": 2}}\n  ],\n  "f": {\n    "j": 3\n  }\n}\n',
  },
  {
    name: 'goes on in brackets where there are brackets',
    before: 'a: {b: 1, c: [x] } # one\nd: [{e: f}]\n',
    edits: [set('/a/g', { h: ['i'] }), set('/a/c/-', 'a, b'), set('/d/0/j', false)],
    after: 'a: {b: 1, c: [x, "a, b"], g: {h: [i]} } # one\nd: [{e: f, j: false}]\n',
  },
  {
    name: 'copes with a comma at the end and with comments',
    before: 'a: {\n  b: 1, # one\n  c: 2 # two\n}\nd: [\n  x,\n]\ne: [1, ]\n',
    edits: [set('/a/f', 3), set('/d/-', 'z'), set('/e/-', 2)],
    after: 'a: {\n  b: 1, # one\n  c: 2, # two\n  f: 3\n}\nd: [\n  x,\n  z,\n]\ne: [1, 2 ]\n',
  },
  {
    name: 'copes with brackets and quotes whatever the indentation in them',
    before: 'a:\n  b: [{\n    c: "one\ntwo", # one\n    d: [\n  x\n  ]\n  }, {\n\te: 2\n  }]\n  f: {\n}\n  # last\n',
    edits: [set('/a/b/0/d/-', 'z'), set('/a/b/1/g', { h: 3 }), set('/a/f/i', true), set('/a/j', ['k'])],
    after:
      'a:\n  b: [{\n    c: "one\ntwo", # one\n    d: [\n  x,\n  z\n  ]\n  }, {\n\te: 2,\n\tg: {h: 3}\n  }]\n  f:\n    i: true\n  # last\n  j:\n    - k\n',
  },
  {
    name: 'takes out of such brackets what has to go, and no comment',
    before: 'a:\n  b: [{\n    c: 1, # one\n    d: 2\n  }, {\n# two\n    e: 2\n  }]\n  f: {\n  g: 1 # three\n}\n',
    edits: [remove('/a/b/0/c'), remove('/a/b/1/e'), remove('/a/f')],
    after: 'a:\n  b: [{\n    # one\n    d: 2\n  }, {\n    # two\n  }]\n  # three\n',
  },
  {
    name: 'quotes keys and text where the keys beside them are quoted',
    before: 'a: {"b": "c"}\n',
    edits: [set('/a/d', 'e')],
    after: 'a: {"b": "c", "d": "e"}\n',
  },
  {
    name: 'writes JSON in lines with tabs as it was',
    before: '{\n\t"a": 1,\n\t"b": {\n\t\t"c": []\n\t},\n\t"d": {}\n}\n',
    edits: [set('/b/x', { y: 'z' }), set('/b/c/-', 'q'), set('/d/z', true), remove('/a')],
    after:
      '{\n\t"b": {\n\t\t"c": [\n\t\t\t"q"\n\t\t],\n\t\t"x": {\n\t\t\t"y": "z"\n\t\t}\n\t},\n\t"d": {\n\t\t"z": true\n\t}\n}\n',
  },
  {
    name: 'writes JSON on one line as it was, with spaces and without',
    before: '{"a":1,"b":{"c":[]},"d":null}',
    edits: [set('/b/x', { y: 1 }), set('/b/c/-', 'q'), set('/d', true), set('/e', [1, 2])],
    after: '{"a":1,"b":{"c":["q"],"x":{"y":1}},"d":true,"e":[1,2]}',
  },
  {
    name: 'keeps the spaces of JSON on one line, and the line ends of Windows',
    before: '{"a": {"b": 1}}\r\n',
    edits: [set('/a/c', [1, { d: 2 }])],
    after: '{"a": {"b": 1, "c": [1, {"d": 2}]}}\r\n',
  },
];

const shared: readonly Case[] = [
  {
    name: 'changes what an alias stands for when that is wanted wherever it stands',
    before: 'base: &b\n  x: 1\none: *b\n',
    edits: [set('/base/z', 1), set('/one/z', 1)],
    after: 'base: &b\n  x: 1\n  z: 1\none: *b\n',
  },
  {
    name: 'changes what is merged when that is wanted wherever it is merged, and overrides it elsewhere',
    before: 'base: &b\n  x: 1\n  s: {q: 1}\none:\n  <<: *b\n  z: 1\n',
    edits: [set('/base/w', 1), set('/one/w', 1), set('/one/s/q', 2)],
    after: 'base: &b\n  x: 1\n  s: {q: 1}\n  w: 1\none:\n  <<: *b\n  z: 1\n  s:\n    q: 2\n',
  },
  {
    name: 'gives an alias its own value where the anchor changes alone',
    before: 'a: &t true\nb: *t\n',
    edits: [set('/a', false)],
    after: 'a: &t false\nb: true\n',
  },
];

const impossible: readonly Omit<Case, 'after'>[] = [
  {
    name: 'a part of a map that another place shares, and that stays as it is there',
    before: 'base: &b\n  x: 1\none: *b\n',
    edits: [set('/one/z', 1)],
  },
  {
    name: 'a key that is merged and has to go',
    before: 'base: &b\n  x: 1\none:\n  <<: *b\n  z: 1\n',
    edits: [remove('/one/x')],
  },
  {
    name: 'what is nested more deeply than anybody writes',
    before: `{"a": ${'['.repeat(9000)}${']'.repeat(9000)}}`,
    edits: [set('/c', 1)],
  },
  {
    name: 'what would follow a block scalar that ends with the file and not with its line',
    before: 'a: 1\nb: |\n  text',
    edits: [set('/c', 1)],
  },
];

describe('the text of a manifest', () => {
  const tables = { 'in lines': blocks, scalars, removals, 'in brackets': brackets, 'what is shared': shared };
  for (const [title, table] of Object.entries(tables)) {
    describe(title, () => {
      for (const { name, before, edits, after } of table) {
        it(name, () => {
          expect(edited(before, edits)).to.equal(after);
        });
      }
    });
  }

  for (const { name, before, edits } of impossible) {
    it(`is left alone: ${name}`, () => {
      expect(edited(before, edits)).to.equal(undefined);
    });
  }

  it('is left alone, with a reason, where one reader of YAML took it for something else than the other', () => {
    const mistaken: readonly (readonly [Json, Json])[] = [
      [{ a: [1, null] }, { a: [1] }],
      [{ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }],
      [{ a: { b: 1 } }, { a: { b: 1, c: 2 } }],
    ];
    for (const [before, after] of mistaken) {
      const rewriting = rewrite('a: [1]\n', before, after);
      expect(rewriting).to.include({ isClosed: true });
      expect('why' in rewriting && rewriting.why().reason).to.match(/two readers of YAML take for different things/);
    }
  });

  it('is edited for no longer than there is effort left', () => {
    const [text, before] = ['a: &a {b: 1}\nc: *a\n', { a: { b: 1 }, c: { b: 1 } }];
    const effort = { left: 10 * text.length };
    const rewriting = rewrite(text, before, { a: { b: 2 }, c: { b: 1 } }, effort);
    expect('why' in rewriting && rewriting.why().reason).to.match(/would take minutes/);
    expect(effort.left).to.be.lessThan(0);
  });

  it('is edited in hundreds of places at once, though something in it is shared', () => {
    const items = Array.from(
      { length: 400 },
      (_, index) => `- a: ${index}\n  s: ${index === 0 ? '&s {x: 1}' : '*s'}\n`,
    );
    const edits = items.flatMap((_, index) => [set(`/items/${index}/b`, true), set(`/items/${index}/s/x`, 2)]);
    const after = items.map((item) => `${item.replace('x: 1', 'x: 2')}  b: true\n`).join('');
    expect(edited(`items:\n${items.join('')}`, edits)).to.equal(`items:\n${after}`);
  });

  it('is given back as it is when there is nothing to do', () => {
    const text = '# a\r\na:   {b:  1}\n\n';
    expect(edited(text, [])).to.equal(text);
  });
});
