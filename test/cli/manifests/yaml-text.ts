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
  '"\\u00e9\\ud83d\\ude00"',
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

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ kind: fc.constant('scalar' as const), text: fc.oneof(plain, single, double) }),
    fc.record({
      kind: fc.constant('block scalar' as const),
      header: fc.constantFrom('|', '>', '|-', '>+', '|2'),
      lines: fc.array(words, { maxLength: 4 }).map((lines) => ['start', ...lines]),
    }),
    fc.record({
      kind: fc.constant('map' as const),
      flow: fc.boolean(),
      entries: fc.uniqueArray(fc.tuple(key, tie('tree')), { selector: ([name]) => name, maxLength: 5 }),
    }),
    fc.record({
      kind: fc.constant('list' as const),
      flow: fc.boolean(),
      items: fc.array(tie('tree'), { maxLength: 4 }),
    }),
  ),
}));

/** A document of a manifest is a map or a list. */
const root = tree.filter(({ kind }) => kind === 'map' || kind === 'list');

/** How a text is written as a whole. */
const manner = fc.record({
  step: fc.constantFrom(2, 4),
  /** Whether the items of a list stand below the first letter of their key. */
  flush: fc.boolean(),
  end: fc.constantFrom('\n', '\r\n'),
  head: fc.constantFrom('', '---\n', '# about\n---\n', '\n\n', '%YAML 1.1\n---\n', '--- # about\n'),
  comments: fc.boolean(),
});
type Manner = typeof manner extends fc.Arbitrary<infer T> ? T : never;

function flowOf(node: Tree): string {
  switch (node.kind) {
    case 'scalar':
      // A comma or a bracket ends a plain scalar between brackets; none of the words above holds one.
      return node.text;
    case 'block scalar':
      return JSON.stringify(node.lines.join('\n'));
    case 'map':
      return `{${node.entries.map(([name, value]) => `${name}: ${flowOf(value)}`).join(', ')}}`;
    case 'list':
      return `[${node.items.map(flowOf).join(', ')}]`;
  }
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
    return { inline: ` ${flowOf(node)}${comments ? ' # said' : ''}`, below: [] };
  }
  if (node.kind === 'map') {
    return { inline: '', below: node.entries.flatMap(([name, value]) => entry(name, value, around)) };
  }
  return { inline: '', below: node.items.flatMap((item) => listItem(item, around)) };
}

function entry(name: string, value: Tree, around: Manner): readonly string[] {
  const { inline, below } = write(value, around);
  const isFlush = around.flush && value.kind === 'list';
  const margin = value.kind === 'block scalar' || isFlush ? '' : ' '.repeat(around.step);
  const comment = around.comments && inline === '' ? [`${margin}# about ${name.replaceAll(/\W/g, '')}`] : [];
  return [`${name}:${inline}`, ...comment, ...below.map((line) => (line === '' ? '' : margin + line))];
}

function listItem(item: Tree, around: Manner): readonly string[] {
  const { inline, below } = write(item, around);
  const [first = '', ...rest] = below;
  if (item.kind === 'block scalar') return [`-${inline}`, ...below];
  if (inline !== '') return [`-${inline}`];
  return [`- ${first}`, ...rest.map((line) => (line === '' ? '' : `  ${line}`))];
}

/** Texts that hold one document each, in the many ways in which people and programs write YAML. */
export const yamlText: fc.Arbitrary<string> = fc.tuple(root, manner).map(([node, around]) => {
  const { inline, below } = write(node, around);
  return (around.head + [...(inline === '' ? [] : [inline.trimStart()]), ...below].join('\n') + '\n').replaceAll(
    '\n',
    around.end,
  );
});

/** The same with a few letters taken out or put in, so that much of it is broken and the rest is odd. */
export const oddText: fc.Arbitrary<string> = fc
  .tuple(
    yamlText,
    fc.array(fc.tuple(fc.nat(400), fc.nat(2), fc.constantFrom(...' \n\t:-#{}[],\'"&*!|>%?@`~a<\r'.split(/(?:)/u))), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([text, edits]) =>
    edits
      .reduce((edited, [at, gone, put]) => {
        const place = at % (edited.length + 1);
        return edited.slice(0, place) + put + edited.slice(place + gone);
      }, text)
      // A carriage return alone ends a line for one of the parsers only, and a tag without a name makes text of nothing for
      // one only. Nobody has written either in a manifest for decades.
      .replaceAll(/\r(?!\n)|!(?=\s|$)/g, ''),
  );
