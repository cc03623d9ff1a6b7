import type { TextFlaw } from '../../config/yaml-lexeme.js';

/** What stands between two documents, or at the end of the stream. */
export interface Marker {
  readonly kind: 'start' | 'end' | 'none';
  readonly at: number;
  /** Where the text of the document behind it begins, which keeps its own `---` where it may. */
  readonly next: number;
  /** Whether kubectl hands the line to its parser, as it does with the first one of the stream. It drops the others. */
  readonly isKept: boolean;
  readonly fault?: TextFlaw;
}

/** Never indented, so that it is not in a block scalar. In quotes nothing else than this would be no marker to kubectl. */
const MARKER = /(?<![^\n\r])(?:---|\.\.\.(?=[ \t\r\n]|$))/g;

const LENGTH = 3;
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * The markers of a stream, the last one being its end. To kubectl each line that begins with --- is one, wherever it stands:
 * k8s.io/apimachinery/pkg/util/yaml decoder.go. Only a line feed ends a line there.
 */
export function* markersIn(stream: string): Iterable<Marker> {
  let kept = { isKept: true, end: 0 };
  for (const { 0: text, index: at } of stream.matchAll(MARKER)) {
    if (text === '...') {
      yield { kind: 'end', at, next: at + LENGTH, isKept: false };
      continue;
    }
    const marker = startAt(stream, at, kept);
    yield marker;
    kept = { isKept: marker.isKept, end: marker.end };
  }
  yield { kind: 'none', at: stream.length, next: stream.length, isKept: false };
}

interface Line {
  readonly isKept: boolean;
  /** The offset behind the line. */
  readonly end: number;
}

/** The start of a document. What kubectl has dropped leaves nothing before a line that follows at once, so that this one is kept. */
function startAt(stream: string, at: number, last: Line): Marker & Line {
  if (stream.charAt(at - 1) === '\r') return { ...faulty(at, at, LINE_FEED), isKept: false, end: at };
  const feed = stream.indexOf('\n', at);
  const end = feed === -1 ? stream.length : feed + 1;
  const isKept = at === 0 || (at === last.end && !last.isKept);
  const rest = stream.slice(at + LENGTH, end).replace(/\r?\r?\n$/, '');
  const line = { isKept, end };
  const content = rest.search(/[^ \t]/);
  if (rest.includes('\r')) return { ...faulty(at, at, LINE_FEED), ...line };
  if (content !== -1 && rest.charAt(content) !== '#') return { ...faulty(at, at + LENGTH + content, COMMENT), ...line };
  if (content === 0 && isKept) return { ...faulty(at, at + LENGTH, SPACE), ...line };
  return { kind: 'start', at, next: nextAfter(stream, at, { ...line, isGlued: content === 0 }), ...line };
}

const LINE_FEED = 'kubectl finds no document here: end the lines around --- with a line feed';
const COMMENT = 'kubectl takes nothing but a comment behind ---: write this on a line of its own';
const SPACE = 'kubectl takes no comment right behind this ---: write a space before it';

function faulty(at: number, offset: number, message: string): Pick<Marker, 'kind' | 'at' | 'next' | 'fault'> {
  return { kind: 'start', at, next: at, fault: { offset, message } };
}

/** A comment without a space before it, and a byte order mark, are nothing to kubectl, and something to the parsers here. */
function nextAfter(stream: string, at: number, { end, isKept, isGlued }: Line & { readonly isGlued: boolean }): number {
  if (!isKept && stream.startsWith(BYTE_ORDER_MARK, end)) return end + 1;
  return isGlued ? at + LENGTH : at;
}
