import { expect } from 'chai';
import { diffLines } from 'diff';
import fc from 'fast-check';
import { isMap } from 'yaml';
import type { Node } from 'yaml';
import { parsesAsJson } from '../../../src/config/json-text.js';
import { lexemesOf } from '../../../src/config/yaml-lexeme.js';
import { looseLexer } from '../../../src/config/yaml-lexer.js';
import { composeYaml } from '../../../src/config/yaml-compose.js';
import { documentsOf } from '../../../src/cli/manifests/document.js';
import { commentsIn } from '../../../src/cli/fix/comments.js';
import { rewrite } from '../../../src/cli/fix/rewrite.js';
import { applyEdits } from '../../../src/engine/edit.js';
import { isObject } from '../../../src/policy/json.js';
import type { Json, JsonObject } from '../../../src/policy/json.js';
import { pointer, segmentsOf } from '../../../src/policy/pointer.js';
import type { Pointer } from '../../../src/policy/pointer.js';
import type { Edit } from '../../../src/policy/policy.js';
import { oddText, rareText, yamlText } from '../manifests/yaml-text.js';

/** What fixes set: words that YAML may take for something else, maps and lists of them. Next to none is in the texts. */
const value = fc.oneof(
  fc.constantFrom<Json>(
    true,
    false,
    3,
    0.5,
    'ALL',
    'no',
    '',
    '250m',
    'a: b',
    'two\nlines',
    "that's",
    '0666',
    '{x}',
    null,
  ),
  fc.constantFrom<Json>([], {}, ['ALL'], { type: 'RuntimeDefault' }, { a: { b: [1, { c: 'd, e' }] } }, [[], [{}]]),
);
const wish = fc.record({ what: fc.constantFrom('set', 'add', 'append', 'remove'), where: fc.nat(), value });
type Wish = typeof wish extends fc.Arbitrary<infer T> ? T : never;

const wishes = fc.array(wish, { minLength: 1, maxLength: 6 });

function* pointersOf(node: Json | undefined, at: Pointer): Iterable<Pointer> {
  if (at !== '') yield at;
  if (typeof node !== 'object' || node === null) return;
  for (const [name, child] of Object.entries(node)) yield* pointersOf(child, pointer(at, name));
}

function toEdit({ what, where, value }: Wish, object: JsonObject): Edit {
  const all = ['', ...pointersOf(object, '')];
  const path = all[where % all.length] ?? '';
  if (what === 'remove') return { op: 'remove', path };
  if (what === 'set') return { op: 'set', path, value };
  return { op: 'set', path: pointer(path, what === 'append' ? '-' : 'added'), value };
}

/** The text of each entry at the top, by its key. */
function entriesOf(text: string): ReadonlyMap<string, string> {
  const [document] = composeYaml(text, { lexer: looseLexer() });
  const entries = new Map<string, string>();
  for (const { key, value } of isMap(document?.contents) ? document.contents.items : []) {
    const [start, end] = [(key as Node).range?.[0], (value as Node | null)?.range?.[1]];
    if (start === undefined || end === undefined) continue;
    entries.set(String((key as { value?: unknown }).value), text.slice(start, end).trimEnd());
  }
  return entries;
}

function sorted(comments: readonly string[]): readonly string[] {
  return comments.map((comment) => comment.trim()).sort();
}

/** Each line that begins between brackets with fewer spaces: how many in all stay, in turns. */
function outdented(text: string, stay: readonly number[]): string {
  let [made, open, line, isStart] = ['', 0, 0, false];
  for (const { type, text: piece } of lexemesOf(text)) {
    if (/^flow-.*-start$/.test(type)) open++;
    if (/^flow-.*-end$/.test(type)) open--;
    made += isStart && type === 'space' && open > 0 ? piece.slice(0, stay[line++ % stay.length]) : piece;
    isStart = type === 'newline';
  }
  return made;
}

/** A comment behind brackets that open and behind commas between brackets: where there is one, in turns. */
function annotated(text: string, turns: readonly boolean[]): string {
  let [made, open, turn] = ['', 0, 0];
  for (const { type, text: piece } of lexemesOf(text)) {
    if (/^flow-.*-start$/.test(type)) open++;
    if (/^flow-.*-end$/.test(type)) open--;
    const isPlace = open > 0 && (type === 'comma' || /^flow-.*-start$/.test(type));
    made += piece + (isPlace && turns[turn++ % turns.length] === true ? ` # no ${turn}\n      ` : '');
  }
  return made;
}

/** The value that wishes make of another, and the entries at the top that they touch. */
function wished(before: JsonObject, wanted: readonly Wish[]): { object: JsonObject; touched: ReadonlySet<string> } {
  let object = before;
  const touched = new Set<string>();
  for (const one of wanted) {
    const edit = toEdit(one, object);
    touched.add(segmentsOf(edit.path)[0] ?? '');
    object = applyEdits(object, [edit], { overwrite: true }).object;
  }
  return { object, touched };
}

/** Whether every line ends as on Windows. */
function isWindows(text: string): boolean {
  return text.includes('\r\n') && !/(?<!\r)\n/.test(text);
}

/** A first key in quotes would have it read as JSON, which knows no comments and no comma at the end. */
function leaving(text: string): 'left alone' | 'nothing to do' {
  return /^\s*\{/.test(text) && !parsesAsJson(text) ? 'nothing to do' : 'left alone';
}

/** Makes edits in a text, holds the result to what it has to be, and tells whether it was possible. */
function obeysLaws(text: string, wanted: readonly Wish[]): 'done' | 'left alone' | 'nothing to do' {
  const [document, second] = documentsOf(text);
  const before = document?.value;
  if (document?.problems.length !== 0 || second !== undefined || !isObject(before)) return 'nothing to do';
  const { object, touched } = wished(before, wanted);
  const rewriting = rewrite(text, before, object);
  const after = 'text' in rewriting ? rewriting.text : undefined;
  if (after === undefined) return leaving(text);
  const [again] = documentsOf(after);
  expect([again?.problems, again?.value]).to.deep.equal([[], object]);
  expect(rewrite(after, object, object)).to.deep.equal({ text: after });
  keepsTheWhole(text, after);
  keepsTheRest(text, after, touched);
  return 'done';
}

/**
 * Whether entries hang together: blank lines at the end of one with `+` become part of it, or not, with what follows. To keep its
 * value it is then written anew.
 */
function isOdd(text: string): boolean {
  return /[|>]\d?\+/.test(text);
}

function keepsTheRest(text: string, after: string, touched: ReadonlySet<string>): void {
  if (isOdd(text)) return;
  for (const [key, entry] of entriesOf(text)) if (!touched.has(key)) expect(after).to.include(entry);
}

function keepsTheWhole(text: string, after: string): void {
  expect(sorted(commentsIn(after, 0, after.length)), after).to.deep.equal(sorted(commentsIn(text, 0, text.length)));
  if (parsesAsJson(text)) expect(parsesAsJson(after)).to.equal(true);
  if (isWindows(text) && after.includes('\n')) expect(isWindows(after)).to.equal(true);
  if (!text.includes('\r')) expect(after).not.to.include('\r');
  keepsLineEnds(text, after);
}

/** No line becomes one that differs only in what ends it, but for comments, which may have to move, and lines without a word, which are all alike. */
function keepsLineEnds(text: string, after: string): void {
  let gone: readonly string[] = [];
  for (const { removed, added, value } of diffLines(text, after)) {
    const lines = value.split(/(?<=\n)/);
    if (added) expect(gone.filter((line) => lines.includes(otherEnd(line)))).to.deep.equal([]);
    gone = removed ? lines.filter((line) => /^[^#]*\w/.test(line)) : [];
  }
}

function otherEnd(line: string): string {
  return line.endsWith('\r\n') ? line.replace(/\r\n$/, '\n') : line.replace(/\n$/, '\r\n');
}

/**
 * Always the same texts: in one of some hundred thousand the diff may still pair lines that have nothing to do with one another but
 * their words, and the line ends of such a pair say nothing.
 */
const RARE_SEED = 20_261_123;

describe('the text of any manifest', function () {
  this.timeout(120_000);

  it('says what the edits make of it, with its comments and all that they do not touch', () => {
    const outcomes: string[] = [];
    fc.assert(
      fc.property(yamlText, wishes, (text, wanted) => {
        outcomes.push(obeysLaws(text, wanted));
      }),
      { numRuns: 600 },
    );
    expect(outcomes.filter((outcome) => outcome === 'left alone')).to.have.length(0);
    expect(outcomes.filter((outcome) => outcome === 'done').length).to.be.greaterThan(200);
  });

  it('keeps its comments and its line ends where they are rare, too', () => {
    const outcomes: string[] = [];
    fc.assert(
      fc.property(rareText, wishes, (text, wanted) => {
        outcomes.push(obeysLaws(text, wanted));
      }),
      { numRuns: 1500, seed: RARE_SEED },
    );
    expect(outcomes.filter((outcome) => outcome === 'left alone')).to.have.length(0);
    expect(outcomes.filter((outcome) => outcome === 'done').length).to.be.greaterThan(200);
  });

  it('may be indented as it likes between brackets', () => {
    const outcomes: string[] = [];
    const stay = fc.array(fc.nat(6), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(rareText, stay, wishes, (text, numbers, wanted) => {
        outcomes.push(obeysLaws(outdented(text, numbers), wanted));
      }),
      { numRuns: 1500, seed: RARE_SEED },
    );
    expect(outcomes.filter((outcome) => outcome === 'left alone')).to.have.length(0);
    expect(outcomes.filter((outcome) => outcome === 'done').length).to.be.greaterThan(200);
  });

  it('keeps comments wherever they stand between brackets', () => {
    const outcomes: string[] = [];
    const turns = fc.array(fc.boolean(), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(yamlText, turns, wishes, (text, numbers, wanted) => {
        outcomes.push(obeysLaws(annotated(text, numbers), wanted));
      }),
      { numRuns: 1500, seed: RARE_SEED },
    );
    expect(outcomes.filter((outcome) => outcome === 'left alone')).to.have.length(0);
    expect(outcomes.filter((outcome) => outcome === 'done').length).to.be.greaterThan(200);
  });

  it('is never made wrong, however odd it is', () => {
    fc.assert(
      fc.property(oddText, wishes, (text, wanted) => {
        obeysLaws(text, wanted);
      }),
      { numRuns: 600 },
    );
  });

  it('stays JSON when it is JSON', () => {
    const json = fc.tuple(
      fc.dictionary(fc.string({ maxLength: 6 }), fc.jsonValue({ maxDepth: 3 }), { minKeys: 1 }),
      fc.constantFrom(undefined, 2, '\t'),
    );
    fc.assert(
      fc.property(json, wishes, ([object, space], wanted) => {
        expect(obeysLaws(JSON.stringify(object, null, space), wanted)).not.to.equal('left alone');
      }),
      { numRuns: 400 },
    );
  });
});
