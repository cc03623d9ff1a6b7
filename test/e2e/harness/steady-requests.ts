import { stringAt, type JsonObject } from '../../../src/policy/json.js';
import { collectionPath, type Answer, type Api } from './api-proxy.js';
import { eventually } from './eventually.js';

export type Outcome = 'admitted' | 'denied' | 'failed';

export interface SteadyRequests {
  /** What became of each request so far, in the order of the answers. */
  readonly outcomes: () => readonly Outcome[];
  /** The messages of those that failed, for the reader of a failed test. */
  readonly failures: () => readonly string[];
  /** Waits until this many more answers have come. */
  readonly more: (count: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

function outcomeOf({ status, body }: Answer): Outcome {
  if (status === 201) return 'admitted';
  return status === 403 && stringAt(body, 'message')?.includes('denied the request') === true ? 'denied' : 'failed';
}

/** Asks the API server without a pause, four at a time, to create an object that is never stored. */
export function requestSteadily(api: Api, object: JsonObject, namespace: string): SteadyRequests {
  const path = `${collectionPath(object, namespace)}?dryRun=All`;
  const outcomes: Outcome[] = [];
  const failures: string[] = [];
  let stopping = false;
  const loop = async (): Promise<void> => {
    while (!stopping) {
      const answer = await api.post(path, object);
      const outcome = outcomeOf(answer);
      outcomes.push(outcome);
      if (outcome === 'failed') failures.push(`${answer.status} ${stringAt(answer.body, 'message') ?? ''}`);
    }
  };
  const loops = Promise.all([loop(), loop(), loop(), loop()]);
  return {
    outcomes: () => outcomes,
    failures: () => failures,
    more: async (count) => {
      const wanted = outcomes.length + count;
      await eventually(`${count} more answers`, () => outcomes.length >= wanted);
    },
    stop: async () => {
      stopping = true;
      await loops;
    },
  };
}
