import { parseDuration } from './duration.js';
import type { Facts, ScanFinding } from './facts.js';
import { parseImage } from './image.js';
import type { ImageReference } from './image.js';
import { clip } from './quote.js';
import type { ScanDemands } from './scan-demand.js';
import { judgeScan } from './scan.js';
import type { Excess, ScanBar, ScanVerdict } from './scan.js';

const DAY = 86_400_000; // milliseconds

/** More names than this make a remedy that nobody reads. */
const MOST_NAMED = 3;

const PIN = 'Name the image by its digest (name:tag@sha256:…).';

/** What a message has room for beside the names of the container and the image; the remedy says all. In characters. */
const LONGEST_REASON = 48;

const HOW_TO_BEGIN =
  'To begin: trivy image -f json NAME@sha256:… | seaworthy receipt >> receipts.jsonl, and name that file under images.receipts.';

/** What is wrong with one image, before it is known how much that matters. */
export interface ScanComplaint {
  readonly outcome: 'missing' | 'stale' | 'vulnerable' | 'untrusted' | 'unreachable';
  /** Follows the name of the image in the message. */
  readonly text: string;
  readonly remedy: string;
  /** Whether nobody has set up a source of scans: a beginner is warned, not stopped. */
  readonly isUnsourced?: boolean;
}

/** What is wrong with the scans of an image, by its reference as the object writes it. */
export function* complaintsAbout(
  reference: string,
  demands: ScanDemands,
  { facts, now }: { readonly facts: Facts; readonly now: number },
): Iterable<ScanComplaint> {
  const fact = facts.images(reference);
  const isUnsourced = fact.known && fact.value.lookedIn.length === 0;
  const image = parseImage(reference);
  if (image?.digest === undefined) {
    const text = `${howNamed(image)}, so no scan can be tied to it`;
    yield { outcome: 'missing', text, remedy: isUnsourced ? `${PIN} ${HOW_TO_BEGIN}` : PIN, isUnsourced };
  } else if (!fact.known) {
    const remedy = `A source of scans could not be read, which is no verdict on the image: ${fact.reason}.`;
    // An image must not be taken for a bad one because nobody could look.
    yield { outcome: 'unreachable', text: `has no verdict: ${clip(fact.reason, LONGEST_REASON)}`, remedy };
  } else if (isUnsourced) {
    yield {
      outcome: 'missing',
      text: 'has no scan record: no source is set up',
      remedy: HOW_TO_BEGIN,
      isUnsourced,
    };
  } else {
    const again = `trivy image -f json ${reference} | seaworthy receipt --key KEY.pem`;
    const { lookedIn } = fact.value;
    const remedy = `Looked in ${lookedIn.join(', ')}. Scan it: ${again}.`;
    const verdict = judgeScan(fact.value, barOf(demands, now), now);
    if (verdict.outcome === 'missing')
      yield { outcome: 'missing', text: `has no scan record in ${inShort(lookedIn)}`, remedy };
    else yield* complaintsOf(verdict, demands, remedy);
  }
}

/** The first source by name and the others by number: a message has 120 characters, and the remedy names them all. */
function inShort([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

function howNamed(image: ImageReference | undefined): string {
  if (image === undefined) return 'is no valid reference';
  return image.tag === undefined ? 'is named without a digest' : 'is named by tag alone';
}

function barOf({ maxAge, maxSeverity, counts, ignoreUnfixed, allow, scanners }: ScanDemands, now: number): ScanBar {
  const allowed = new Set(allow.filter(({ until }) => now < endOf(until)).map(({ id }) => id));
  return { maxAge: parseDuration(maxAge) ?? 0, maxSeverity, counts, ignoreUnfixed, allowed, scanners };
}

/** The end of a day in UTC. A day that does not exist has ended. */
function endOf(day: string): number {
  return (Date.parse(`${day}T00:00:00Z`) || -DAY) + DAY;
}

function* complaintsOf(verdict: ScanVerdict, demands: ScanDemands, remedy: string): Iterable<ScanComplaint> {
  if (verdict.outcome === 'untrusted') {
    const reasons = verdict.reasons.slice(0, MOST_NAMED).join('; ');
    yield {
      outcome: 'untrusted',
      text: 'has no scan record that is trusted',
      remedy: `Put aside: ${reasons}. ${remedy}`,
    };
  }
  if (verdict.outcome !== 'scanned') return;
  const { record, excess, culprits, isStale } = verdict;
  const day = new Date(record.finishedAt).toISOString().slice(0, 10);
  if (excess.length > 0) {
    const text = `has ${demands.ignoreUnfixed ? 'fixable findings' : 'findings'}: ${excess.map(inWords).join(', ')}`;
    yield {
      outcome: 'vulnerable',
      text,
      remedy: `Rebuild it on mended packages (${record.scanner.name}, ${day}).${named(culprits, demands)}`,
    };
  }
  if (isStale) yield { outcome: 'stale', text: `has no scan since ${day} (maxAge ${demands.maxAge})`, remedy };
}

function inWords({ severity, found, limit }: Excess): string {
  return limit === 0 ? `${found} ${severity}` : `${found} ${severity} (limit ${limit})`;
}

/** The worst findings, and the allowances that they no longer have. */
function named(culprits: readonly ScanFinding[], { allow }: ScanDemands): string {
  const ids = [...new Set(culprits.map(({ id }) => id))];
  if (ids.length === 0) return '';
  const more = ids.length > MOST_NAMED ? ` and ${ids.length - MOST_NAMED} more` : '';
  const ended = allow
    .filter(({ id }) => ids.includes(id))
    .map(({ id, until }) => ` The allowance for ${id} ended on ${until}.`);
  return ` The worst: ${ids.slice(0, MOST_NAMED).join(', ')}${more}.${ended.join('')}`;
}
