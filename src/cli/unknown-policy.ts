import { policies } from '../../policies/index.js';
import { didYouMean } from '../engine/nearest.js';
import { quote } from '../policy/quote.js';

/** What to say of the id of a policy that does not exist, with the nearest right one, or where to find it; undefined when it does. */
export function unknownPolicy(id: string): string | undefined {
  const known = policies.map(({ meta }) => meta.id);
  if (known.includes(id)) return undefined;
  return `unknown policy ${quote(id)}${didYouMean(id, known) || '; seaworthy policies lists them'}`;
}
