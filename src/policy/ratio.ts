import type { Json } from './json.js';
import { ONE, parseQuantity } from './quantity.js';

/** A thousandth of the unit. */
const THOUSANDTH = ONE / 1000n;

/** Of a core a thousandth is the least that counts; of memory and disk, a byte. */
const isCountedInThousandths = (resource: string): boolean => resource === 'cpu';

/**
 * The limit, or as much of it as is allowed where it may be but so many times the request: never less than the request.
 * What is no quantity bounds nothing.
 */
export function boundedByRatio(resource: string, limit: Json, request: Json | undefined, ratio: unknown): Json {
  const [wanted, base, times] = [parseQuantity(limit), parseQuantity(request), parseQuantity(ratio)];
  if (request === undefined || wanted === undefined || base === undefined || times === undefined) return limit;
  const most = (base * times) / ONE;
  if (wanted <= most) return limit;
  const written = isCountedInThousandths(resource) ? `${most / THOUSANDTH}m` : String(most / ONE);
  return (parseQuantity(written) ?? 0n) < base ? request : written;
}
