import fc from 'fast-check';

/** What a text of YAML is written from: values with the style that each is written in. */
type Tree =
  | { readonly kind: 'scalar'; readonly text: string }
  | { readonly kind: 'block scalar'; readonly header: string; readonly lines: readonly string[] }
  | { readonly kind: 'map'; readonly flow: boolean; readonly entries: readonly (readonly [string, Tree])[] }
  | { readonly kind: 'list'; readonly flow: boolean; readonly items: readonly Tree[] };

/** What people write without quotes in manifests, and what looks like something else than it is. */
const plain = fc.constantFrom(
  ...['web', 'nginx:1.25', 'yes', 'Off', 'n', '~', 'null', '0777', '0o17', '1_000', '1e3', '.5', '100m', '0.5Gi', '-3'],
  ...['2026-01-01', '12:30:00', 'a b c', 'x#y', 'http://a.b/c?d=e', '--flag=1', '.info', '0x1F', 'é ü', 'a - b', '-x'],
);
const single = fc.constantFrom("'on'", "'it''s'", "''", "'a: b # c'", "'{x}'", "' padded '");
const double = fc.constantFrom(
  '"a\\n\\tb"',
  '"\\u00e9\\U0001f600"',
  '"5"',
  '""',
  '"a \\"b\\" \\\\ c"',
  '"x: [1"',
  '"*.a"',
);
const key = fc.constantFrom(
  ...['name', 'image', 'a.b/c', 'x-y', 'on', '8080', '1.5', '"quoted"', "'single one'", '__proto__', 'a b', '<'],
);
const words = fc.constantFrom('first', '  more', '', '# no comment', '--- no end', '{{ x }}', 'a: b', '- c');

/** Trees of scalars and keys that are written in some of these ways. */
function treeOf(scalar: fc.Arbitrary<string>, name: fc.Arbitrary<string>): fc.Arbitrary<Tree> {
  return fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.record({ kind: fc.constant('scalar' as const), text: scalar }),
      fc.record({
        kind: fc.constant('block scalar' as const),
        header: fc.constantFrom('|', '>', '|-', '>+', '|2'),
        lines: fc.array(words, { maxLength: 4 }).map((lines) => ['start', ...lines]),
      }),
      fc.record({
        kind: fc.constant('map' as const),
        flow: fc.boolean(),
        entries: fc.uniqueArray(fc.tuple(name, tie('tree')), { selector: ([one]) => one, maxLength: 5 }),
      }),
      fc.record({
        kind: fc.constant('list' as const),
        flow: fc.boolean(),
        items: fc.array(tie('tree'), { maxLength: 4 }),
      }),
    ),
  })).tree;
}

const tree = treeOf(fc.oneof(plain, single, double), key);

/** Further to the right than anything is written that text may go on in. */
const FAR = `\n${' '.repeat(40)}`;

/** Aliases, tags, text that goes on in other lines, and signs that mean something elsewhere. */
const odd = fc.constantFrom(
  ...['*word', '*list', '&other 1', '!!str 8080', '!own x', "it's", 'say "a: b"', '$(A) ${B}', '50%', 'a && b && c'],
  ...[`a b${FAR}c d`, `a${FAR}${FAR}b # c`, `'it''s${FAR}so'`, `"a: b,${FAR}# [c \\${FAR}d"`, `"e\\"${FAR}f" # g`],
);
const oddKey = fc.constantFrom(
  ...['"a: b"', "'*'", '$x', 'é', '&name b', '!!str 1', '"#"', "it's", 'a?', '-x', '"\\u00e9"'],
);

type TreeMap = Extract<Tree, { readonly kind: 'map' }>;

function isBlockMap(node: Tree): node is TreeMap {
  return node.kind === 'map' && !node.flow;
}

const named: TreeMap['entries'] = [
  ['first', { kind: 'scalar', text: '&word "x"' }],
  ['second', { kind: 'scalar', text: '&list [1, {c: *word}]' }],
];

/** A document of a manifest is a map or a list. */
const root = tree.filter(({ kind }) => kind === 'map' || kind === 'list');

/** How a text is written as a whole. */
const usual = {
  step: fc.constantFrom(2, 4),
  /** Whether the items of a list stand below the first letter of their key. */
  flush: fc.boolean(),
  /** What lines end with, in turns. */
  ends: fc.constantFrom<readonly string[]>(['\n'], ['\r\n']),
  head: fc.constantFrom('', '---\n', '# about\n---\n', '\n\n', '# about\n\n# it\n---\n', '--- # about\n'),
  comments: fc.boolean(),
  /** Whether what stands in brackets has lines of its own. */
  spread: fc.constant(false),
  /** Whether a question mark stands before keys. */
  long: fc.constant(false),
};
const rare = {
  ...usual,
  ends: fc.constantFrom<readonly string[]>(['\n'], ['\r\n', '\n', '\n'], ['\n', '\r\n', '\n', '\n']),
  spread: fc.boolean(),
  long: fc.boolean(),
};

interface Manner {
  readonly step: number;
  readonly flush: boolean;
  readonly ends: readonly string[];
  readonly head: string;
  readonly comments: boolean;
  readonly spread: boolean;
  readonly long: boolean;
}

function flowOf(node: Tree): string {
  switch (node.kind) {
    case 'scalar':
      // A comma or a bracket ends a plain scalar between brackets, and to kubectl a question mark does; only the last is in a word above.
      return node.text.includes('?') ? `"${node.text}"` : node.text;
    case 'block scalar':
      return JSON.stringify(node.lines.join('\n'));
    case 'map':
      return `{${node.entries.map(([name, value]) => `${name}: ${flowOf(value)}`).join(', ')}}`;
    case 'list':
      return `[${node.items.map(flowOf).join(', ')}]`;
  }
}

/** The lines of a node in brackets, with its items on lines of their own where people write so. */
function flowLines(node: Tree, around: Manner): readonly string[] {
  if (!around.spread || node.kind === 'scalar' || node.kind === 'block scalar') return [flowOf(node)];
  const said = (what: string): string => (around.comments ? ` # ${what}` : '');
  const items =
    node.kind === 'list'
      ? node.items.map((item) => flowLines(item, around))
      : node.entries.map(([name, value]) => withKey(`${around.long ? '? ' : ''}${name}: `, flowLines(value, around)));
  const inner = items.flatMap((lines, index) => {
    const comma = index < items.length - 1 ? ',' : '';
    return [...lines.slice(0, -1), `${lines.at(-1) ?? ''}${comma}${said('said')}`].map((line) => `  ${line}`);
  });
  const [open, close] = node.kind === 'list' ? '[]' : '{}';
  return [`${open ?? ''}${said('within')}`, ...inner, close ?? ''];
}

function withKey(key: string, [first = '', ...others]: readonly string[]): readonly string[] {
  return [key + first, ...others];
}

/** The lines of a node that stands below something, and what stands on the line above, if it begins there. */
interface Written {
  readonly inline: string;
  readonly below: readonly string[];
}

/** Nothing but brackets shows that a map or a list is empty. */
function isEmpty(node: Tree): boolean {
  return (node.kind === 'map' ? node.entries : node.kind === 'list' ? node.items : [1]).length === 0;
}

function write(node: Tree, around: Manner): Written {
  const { step, comments } = around;
  const margin = ' '.repeat(step);
  if (node.kind === 'block scalar') {
    // The indentation that a header names is what the lines have more than what they stand in.
    const indent = node.header.endsWith('2') ? '  ' : margin;
    return { inline: ` ${node.header}`, below: node.lines.map((line) => (line === '' ? '' : indent + line)) };
  }
  if (node.kind === 'scalar' || node.flow || isEmpty(node)) {
    const lines = flowLines(node, around);
    const last = `${lines.at(-1) ?? ''}${comments ? ' # said' : ''}`;
    const [first, ...below] = [...lines.slice(0, -1), last];
    return { inline: ` ${first}`, below };
  }
  if (node.kind === 'map') {
    return { inline: '', below: node.entries.flatMap(([name, value]) => entry(name, value, around)) };
  }
  return { inline: '', below: node.items.flatMap((item) => listItem(item, around)) };
}

function entry(name: string, value: Tree, around: Manner): readonly string[] {
  const { inline, below } = write(value, around);
  const isFlush = around.flush && value.kind === 'list' && inline === '';
  const margin = value.kind === 'block scalar' || isFlush ? '' : ' '.repeat(around.step);
  const comment = around.comments && inline === '' ? [`${margin}# about ${name.replaceAll(/\W/g, '')}`] : [];
  const start = around.long ? [`? ${name}`, `:${inline}`] : [`${name}:${inline}`];
  return [...start, ...comment, ...below.map((line) => (line === '' ? '' : margin + line))];
}

function listItem(item: Tree, around: Manner): readonly string[] {
  const { inline, below } = write(item, around);
  const [first = '', ...rest] = below;
  if (item.kind === 'block scalar') return [`-${inline}`, ...below];
  if (inline !== '') return [`-${inline}`, ...below.map((line) => `  ${line}`)];
  return [`- ${first}`, ...rest.map((line) => (line === '' ? '' : `  ${line}`))];
}

function textOf(node: Tree, around: Manner): string {
  const { inline, below } = write(node, around);
  const lines = [...(inline === '' ? [] : [inline.trimStart()]), ...below];
  let line = 0;
  return `${around.head}${lines.join('\n')}\n`.replaceAll('\n', () => around.ends[line++ % around.ends.length] ?? '\n');
}

/** Texts that hold one document each, in the many ways in which people and programs write YAML. */
export const yamlText: fc.Arbitrary<string> = fc
  .tuple(root, fc.record(usual))
  .map(([node, around]) => textOf(node, around));

/** The same in ways that are allowed and rare: long keys, brackets over many lines with comments in them, and mixed line ends. */
export const rareText: fc.Arbitrary<string> = fc
  .tuple(root, fc.record(rare))
  .map(([node, around]) => textOf(node, around));

/** Maps with values that have names for others to repeat, and with what people write more seldom. */
export const seldomText: fc.Arbitrary<string> = fc
  .tuple(treeOf(fc.oneof(plain, single, double, odd), fc.oneof(key, oddKey)).filter(isBlockMap), fc.record(rare))
  .map(([{ entries }, around]) => textOf({ kind: 'map', flow: false, entries: [...named, ...entries] }, around));

/** Texts with a few letters taken out or put in. */
export function spoiled(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const slip = fc.tuple(fc.nat(400), fc.nat(2), fc.constantFrom(...' \n\t:-#{}[],\'"&*!|>%?@`~a<\r'.split(/(?:)/u)));
  return fc.tuple(texts, fc.array(slip, { minLength: 1, maxLength: 4 })).map(([text, slips]) =>
    slips
      .reduce((edited, [at, gone, put]) => {
        const place = at % (edited.length + 1);
        return edited.slice(0, place) + put + edited.slice(place + gone);
      }, text)
      // A tag without a name makes text of nothing for one of the parsers only. Nobody has written one in a manifest for decades.
      .replaceAll(/!(?=\s|$)/g, ''),
  );
}

/** The same with a few letters taken out or put in, so that much of it is broken and the rest is odd. */
export const oddText: fc.Arbitrary<string> = spoiled(yamlText);
