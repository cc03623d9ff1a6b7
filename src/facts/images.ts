import type { Fact, ScanEvidence } from '../policy/facts.js';

/**
 * A source of scan evidence. It answers for every reference that it is asked about, as the objects write them. What it has not
 * found out by the deadline (in milliseconds since 1970) is an unknown fact with a reason, not an error and not missing.
 */
export type ImageProvider = (
  references: readonly string[],
  deadline: number,
) => Promise<ReadonlyMap<string, Fact<ScanEvidence>>>;

const NOTHING: Fact<ScanEvidence> = { known: true, value: { trusted: [], untrusted: [], lookedIn: [] } };

/**
 * Makes one provider of several. They stand in stages, the cheapest first: a stage is asked only about images of which no stage
 * before it holds a trusted record. The providers of one stage are asked at once.
 */
export function combineProviders(stages: readonly (readonly ImageProvider[])[]): ImageProvider {
  return async (references, deadline) => {
    const facts = new Map<string, Fact<ScanEvidence>>(references.map((reference) => [reference, NOTHING]));
    for (const providers of stages) {
      const open = [...facts].filter(([, fact]) => !hasRecord(fact)).map(([reference]) => reference);
      if (open.length === 0) break;
      const answers = await Promise.all(providers.map((provider) => ask(provider, open, deadline)));
      for (const answer of answers) {
        for (const reference of open) facts.set(reference, join(facts.get(reference), answer.get(reference)));
      }
    }
    return facts;
  };
}

function hasRecord(fact: Fact<ScanEvidence>): boolean {
  return fact.known && fact.value.trusted.length > 0;
}

/** What is said of a source that failed or is late; why it failed is for its own log. */
const NO_ANSWER = 'no source of scans answered in time';

/** A timer of Node fires at once when it is set for longer than this, in milliseconds. */
const LONGEST_WAIT = 2_147_483_647;

/** A source that fails, or that has not answered by the deadline, is a source that could not be read. */
async function ask(
  provider: ImageProvider,
  references: readonly string[],
  deadline: number,
): Promise<ReadonlyMap<string, Fact<ScanEvidence>>> {
  let timer: NodeJS.Timeout | undefined;
  const unanswered = (): ReadonlyMap<string, Fact<ScanEvidence>> =>
    new Map(references.map((reference) => [reference, { known: false, reason: NO_ANSWER }]));
  const late = new Promise<ReadonlyMap<string, Fact<ScanEvidence>>>((resolve) => {
    const wait = Math.min(Math.max(deadline - Date.now(), 0), LONGEST_WAIT);
    timer = setTimeout(() => {
      resolve(unanswered());
    }, wait);
  });
  try {
    return await Promise.race([provider(references, deadline), late]);
  } catch {
    return unanswered();
  } finally {
    clearTimeout(timer);
  }
}

/** What two sources say of one image: with a trusted record from either, it does not matter that the other could not be read. */
function join(one: Fact<ScanEvidence> = NOTHING, other: Fact<ScanEvidence> = NOTHING): Fact<ScanEvidence> {
  if (one.known && other.known) {
    return {
      known: true,
      value: {
        trusted: [...one.value.trusted, ...other.value.trusted],
        untrusted: [...one.value.untrusted, ...other.value.untrusted],
        lookedIn: [...one.value.lookedIn, ...other.value.lookedIn],
      },
    };
  }
  if (!one.known && !other.known) return { known: false, reason: `${one.reason}; ${other.reason}` };
  const [known, unknown] = one.known ? [one, other] : [other, one];
  return hasRecord(known) ? known : unknown;
}
