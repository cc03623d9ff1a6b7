/** One day, in milliseconds. */
export const DAY_MS = 24 * 60 * 60 * 1000;

/** A serving certificate is replaced often enough that its key need not be revoked: 90 days, renewed after 60. */
export const SERVING_LIFETIME_MS = 90 * DAY_MS;

/** A CA lives a year and is renewed after 243 days, so that each serving certificate of it ends before it does. */
export const AUTHORITY_LIFETIME_MS = 365 * DAY_MS;

/** Certificates are valid from five minutes before their issue, for clocks that go slow. */
export const BACKDATED_MS = 5 * 60 * 1000;

/** Renewal is due when two thirds of the life are over: a daily job then has a month of tries. */
const RENEWED_AFTER = 2 / 3;

export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

export function isRenewalDue({ notBefore, notAfter }: Validity, now: Date): boolean {
  const life = notAfter.getTime() - notBefore.getTime();
  return now.getTime() < notBefore.getTime() || now.getTime() >= notBefore.getTime() + life * RENEWED_AFTER;
}

export function isExpired({ notAfter }: Validity, now: Date): boolean {
  return now.getTime() > notAfter.getTime();
}
