import { saysSecret } from './secret-name.js';

/** One or two signs on either side of a name: <token>, __PASSWORD__, {{password}}. */
const BRACKETED = /^[#$]?[<[{%@_]{1,2}[A-Za-z_.-]{1,64}[>\]}%@_]{1,2}$/;

/** Whether a value only says what would stand there: words that say secret, words that say whose it is, or any in brackets. */
export function isPlaceholder(value: string): boolean {
  if (isBracketed(value)) return true;
  if (!/^[a-z _-]{1,64}$/i.test(value)) return false;
  return (
    saysSecret(value) ||
    /^(?:key|pass|pwd?)$/i.test(value) ||
    /^(?:my|your|some|replace|change|insert|example)[_ -]/i.test(value)
  );
}

/** Whether a value is a name in brackets, which counts where a program reads it too: no word alone does, for people do set such passwords. */
export function isBracketed(value: string): boolean {
  return BRACKETED.test(value);
}

/** Whether what is in the brackets says secret, so that nobody sets it: [secret], __DB_PASSWORD__. */
export function isNamedGap(value: string): boolean {
  return isBracketed(value) && saysSecret(value);
}
