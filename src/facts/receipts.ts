import { setImmediate } from 'node:timers/promises';
import { noticeChanges } from '../files/notice.js';
import type { Fact, ScanEvidence, ScanRecord } from '../policy/facts.js';
import { parseImage } from '../policy/image.js';
import type { ImageReference } from '../policy/image.js';
import type { ImageProvider } from './images.js';
import type { ImagesSettings, ReceiptSource } from './images-settings.js';
import { isGoodFor, readKeys } from './keys.js';
import type { TrustedKey } from './keys.js';
import { fingerprint, readSource } from './receipt-files.js';
import { readLine } from './receipt-line.js';
import type { Receipt } from './receipt-line.js';

/** Records of all sources together. Each takes about 3 KiB of memory, so these take 30 MiB. */
const MOST_RECORDS = 10_000;

/** So many lines are read before the reviews that wait get their turn. */
const LINES_AT_ONCE = 100;

/** More broken lines than this are counted, not told one by one. */
const MOST_PROBLEMS = 20;

export interface ReceiptsOptions {
  readonly settings: ImagesSettings;
  /** Told after every load what could not be read: a key, a file, or a line as file:line. Empty when all is well. */
  readonly onLoad: (report: { readonly records: number; readonly problems: readonly string[] }) => void;
  /** How often to look for changes that the file system did not tell of; every ten seconds unless it is said. */
  readonly pollMilliseconds?: number;
}

export interface Receipts {
  readonly provider: ImageProvider;
  /** Loads for the first time, then again whenever a file changes. Never rejects: what cannot be read is a problem and an unknown fact. */
  readonly start: () => Promise<void>;
  readonly close: () => void;
}

/** What was in the files at one time. It is replaced as a whole. */
interface Loaded {
  readonly receipts: ReadonlyMap<string, readonly Receipt[]>;
  readonly size: number;
  /** Why a source or a key could not be read: an image without a record may then have one. */
  readonly failures: readonly string[];
  readonly problems: readonly string[];
}

/** The receipts that lie in files and mounted ConfigMaps, kept in memory by digest. */
export function createReceipts({ settings, onLoad, pollMilliseconds }: ReceiptsOptions): Receipts {
  const { keys = [], receipts: sources = [] } = settings;
  const paths = [...sources.map(({ path }) => path), ...keys.flatMap(({ publicKeyFile = [] }) => publicKeyFile)];
  let loaded: Loaded = { receipts: new Map(), size: 0, failures: ['the receipts are still being read'], problems: [] };
  let seen: string | undefined;
  let told: string | undefined;

  async function reload(): Promise<void> {
    // Taken before the files are read, so that a change in the middle is found the next time.
    const mark = await fingerprint(paths);
    if (mark === seen) return;
    loaded = await load(settings);
    // What failed is tried again at the next poll, and told again only when there is news.
    seen = loaded.failures.length === 0 ? mark : undefined;
    const report = { records: loaded.size, problems: [...loaded.failures, ...loaded.problems] };
    if (seen === undefined && told === JSON.stringify(report)) return;
    told = JSON.stringify(report);
    onLoad(report);
  }

  let stopWatching: (() => void) | undefined;
  return {
    provider: (references) => Promise.resolve(new Map(references.map((one) => [one, factAbout(one, loaded, sources)]))),
    start: async () => {
      await reload();
      if (paths.length > 0) stopWatching = noticeChanges(paths, reload, pollMilliseconds);
    },
    close: () => stopWatching?.(),
  };
}

async function load(settings: ImagesSettings): Promise<Loaded> {
  const { keys, failures } = await readKeys(settings);
  const receipts = new Map<string, Receipt[]>();
  const loaded = { receipts, size: 0, failures: [...failures], problems: [] as string[] };
  for (const source of settings.receipts ?? []) {
    try {
      await loadSource(source, keys, loaded);
    } catch (error) {
      loaded.failures.push(error instanceof Error ? error.message : `${source.path} cannot be read`);
    }
  }
  const untold = loaded.problems.length - MOST_PROBLEMS;
  if (untold > 0) loaded.problems.splice(MOST_PROBLEMS, untold, `and ${untold} more broken lines`);
  return loaded;
}

async function loadSource(
  { path, unsigned = false }: ReceiptSource,
  keys: readonly TrustedKey[],
  loaded: { readonly receipts: Map<string, Receipt[]>; size: number; readonly problems: string[] },
): Promise<void> {
  for (const file of await readSource(path)) {
    for (const [index, line] of file.text.split('\n').entries()) {
      if (index % LINES_AT_ONCE === 0) await setImmediate();
      if (line.trim() === '') continue;
      const receipt = await readLine(line, keys, unsigned);
      if (typeof receipt === 'string') {
        loaded.problems.push(`${file.path}:${index + 1}: ${receipt}`);
        continue;
      }
      if (loaded.size >= MOST_RECORDS)
        throw new Error(`${path} has records beyond the first ${MOST_RECORDS}, which are not read`);
      loaded.size += 1;
      const { digest } = receipt.record;
      const others = loaded.receipts.get(digest);
      if (others === undefined) loaded.receipts.set(digest, [receipt]);
      else others.push(receipt);
    }
  }
}

/** A reference without a digest is never looked up: its tag may name another image tomorrow. */
function factAbout(reference: string, loaded: Loaded, sources: readonly ReceiptSource[]): Fact<ScanEvidence> {
  const image = parseImage(reference);
  const evidence = image?.digest === undefined ? { trusted: [], untrusted: [] } : evidenceAbout(image, loaded);
  const isMissing = image?.digest !== undefined && evidence.trusted.length === 0;
  if (sources.length > 0 && isMissing && loaded.failures.length > 0) {
    return { known: false, reason: loaded.failures.join('; ') };
  }
  const lookedIn = sources.length === 0 ? [] : [`receipts (${loaded.size})`];
  return { known: true, value: { ...evidence, lookedIn } };
}

function evidenceAbout(image: ImageReference, { receipts }: Loaded): Omit<ScanEvidence, 'lookedIn'> {
  const trusted: ScanRecord[] = [];
  const untrusted: string[] = [];
  for (const receipt of receipts.get(image.digest ?? '') ?? []) {
    const reason = distrust(receipt, image);
    if (reason === undefined) trusted.push(receipt.record);
    else untrusted.push(reason);
  }
  return { trusted, untrusted };
}

function distrust(receipt: Receipt, image: ImageReference): string | undefined {
  switch (receipt.trust) {
    case 'open':
      return undefined;
    case 'none':
      return receipt.reason;
    case 'signed': {
      if (receipt.keys.some((key) => isGoodFor(key, image))) return undefined;
      return `its key ${receipt.keys.map(({ name }) => `"${name}"`).join(', ')} is not for this image`;
    }
  }
}
