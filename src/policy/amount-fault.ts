import { dig } from './json.js';
import type { Json } from './json.js';
import { ONE, parseQuantity } from './quantity.js';
import type { Show } from './quote.js';
import { isDevice, isHugePages, isNativeResource } from './resources.js';

/** The end of a sentence about an amount, such as `is no quantity`. */
type Fault = (show: Show) => string;

/** By resource, how many times its request a limit may be. */
export type Ratios = Readonly<Record<string, number | undefined>>;

/** The part of a byte in an amount of at least this much, as in 0.1Gi, is a rounding and no mistake. */
const MEBIBYTE = ONE << 20n;

/** What is wrong with an entry of a list, by itself or beside the other list. */
export const faultIn = { requests: faultOfRequest, limits: faultOfLimit } as const;

/** The end of the sentence that says what is wrong with a request, by itself or beside its limit. */
function faultOfRequest(request: Json, name: string, resources: Json | undefined): Fault | undefined {
  const fault = faultOfAmount(request, name);
  if (fault !== undefined) return fault;
  const limit = dig(resources, 'limits', name);
  // Of devices and pages nobody may have more than was requested.
  const isExact = isDevice(name) || isHugePages(name);
  if (limit === undefined) return isExact ? () => 'has no limit, and needs one equal to it' : undefined;
  if (isExact && (isOver(request, limit) || isOver(limit, request))) {
    return (show) => `is not equal to the limit ${show(limit)}`;
  }
  return isOver(request, limit) ? (show) => `is above the limit ${show(limit)}` : undefined;
}

/** The same of a limit, which may be so many times the request beside it. */
function faultOfLimit(limit: Json, name: string, resources: Json | undefined, ratios: Ratios): Fault | undefined {
  const fault = faultOfAmount(limit, name);
  const ratio = Object.hasOwn(ratios, name) ? ratios[name] : undefined;
  const request = fault === undefined && ratio !== undefined ? dig(resources, 'requests', name) : undefined;
  if (request === undefined || !isOver(limit, request, ratio)) return fault;
  return (show) => `is over ${show(ratio)} times the request ${show(request)}`;
}

/** Whether one quantity is more than so many times another; never, when one of them is no quantity. */
function isOver(one: Json, other: Json, times?: number): boolean {
  const [a, b] = [parseQuantity(one), parseQuantity(other)];
  const factor = times === undefined ? ONE : parseQuantity(times);
  if (a === undefined || b === undefined || factor === undefined) return false;
  // Both sides are billionths of billionths, so that the comparison is exact.
  return a * ONE > b * factor;
}

/** What is wrong with an amount of a resource, whatever stands beside it. */
function faultOfAmount(amount: Json, name: string): Fault | undefined {
  const quantity = parseQuantity(amount);
  if (quantity === undefined) return () => 'is no quantity';
  if (quantity < 0n) return () => 'is negative';
  if (quantity === 0n) return isNativeResource(name) ? () => 'is zero' : undefined;
  if (isDevice(name)) return quantity % ONE === 0n ? undefined : () => 'is no whole number';
  return faultOfBytes(quantity, amount, name);
}

/** Whether an amount of what is counted in bytes is a typing error such as 256m, and so no amount to go by. */
export function isPartOfByte(amount: Json | undefined, name: string): boolean {
  if (!isHugePages(name) && name !== 'memory' && name !== 'ephemeral-storage') return false;
  const quantity = parseQuantity(amount);
  return quantity !== undefined && quantity < MEBIBYTE && quantity % ONE !== 0n;
}

/** Of what is counted in bytes; nothing of cpu. */
function faultOfBytes(quantity: bigint, amount: Json, name: string): Fault | undefined {
  if (isPartOfByte(amount, name)) return (show) => `is no whole number of bytes${conjecture(amount, show)}`;
  return isHugePages(name) && !isWholePages(quantity, name) ? () => 'is no whole number of pages' : undefined;
}

/** The suffix m is a thousandth, which nobody wants of a byte. */
function conjecture(amount: Json, show: Show): string {
  return typeof amount === 'string' && amount.endsWith('m')
    ? `; did you mean ${show(`${amount.slice(0, -1)}Mi`)}?`
    : '';
}

/** The name says the size of a page, as in hugepages-2Mi. */
function isWholePages(quantity: bigint, name: string): boolean {
  const size = parseQuantity(name.slice(name.indexOf('-') + 1)) ?? 0n;
  return size > 0n && quantity % size === 0n;
}
