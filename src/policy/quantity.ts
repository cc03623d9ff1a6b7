import { remember } from './remember.js';

// The grammar and the suffixes are those of k8s.io/apimachinery/pkg/api/resource (quantity.go, suffix.go).
const GRAMMAR = /^([+-]?)(\d{1,40})?(?:\.(\d{0,40}))?(?:([eE][+-]?\d{1,3})|([numkMGTPE]|[KMGTPE]i))?$/;

const DECIMAL = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 } as const;
const BINARY = { Ki: 10n, Mi: 20n, Gi: 30n, Ti: 40n, Pi: 50n, Ei: 60n } as const;

/** The smallest unit that Kubernetes keeps is one billionth. */
const NANO_DIGITS = 9;

/** One of the unit, as quantities are given. */
export const ONE = 10n ** BigInt(NANO_DIGITS);

/** Larger exponents are capped far above any machine, so that 1e999 costs no memory. */
const LARGEST_EXPONENT = 60;

/**
 * Reads a quantity such as 500m, 0.5, 1e3, 1Ki or the JSON number 2, exactly.
 * Gives billionths of the unit as a bigint, rounded up as the API server does, or undefined for what is no quantity.
 */
export function parseQuantity(value: unknown): bigint | undefined {
  if (typeof value === 'number') return readQuantity(String(value));
  return typeof value === 'string' ? readQuantity(value) : undefined;
}

const readQuantity = remember((text): bigint | undefined => {
  const match = GRAMMAR.exec(text);
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', exponent, suffix] = match;
  if (whole === '' && fraction === '') return undefined;
  const magnitude = scale(BigInt(whole + fraction), fraction.length, exponent, suffix);
  return sign === '-' ? -magnitude : magnitude;
});

function scale(digits: bigint, decimals: number, exponent: string | undefined, suffix: string | undefined): bigint {
  if (suffix !== undefined && Object.hasOwn(BINARY, suffix)) {
    const shifted = digits << BINARY[suffix as keyof typeof BINARY];
    return shiftDecimal(shifted, NANO_DIGITS - decimals);
  }
  const power = suffix === undefined ? exponentOf(exponent) : DECIMAL[suffix as keyof typeof DECIMAL];
  return shiftDecimal(digits, NANO_DIGITS + power - decimals);
}

function exponentOf(exponent: string | undefined): number {
  if (exponent === undefined) return 0;
  return Math.max(-LARGEST_EXPONENT, Math.min(LARGEST_EXPONENT, Number(exponent.slice(1))));
}

/** Multiplies by a power of ten; what a negative power leaves over is rounded up. */
function shiftDecimal(digits: bigint, power: number): bigint {
  if (power >= 0) return digits * 10n ** BigInt(power);
  const divisor = 10n ** BigInt(-power);
  return (digits + divisor - 1n) / divisor;
}
