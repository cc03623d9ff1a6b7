import type { JsonObject } from '../policy/json.js';
import { rememberLatest } from '../policy/remember.js';
import type { Finding } from './finding.js';
import { stablePath } from './stable-path.js';

/** What tells a finding about an object from every other one, and is the same for the same finding about an older version of it. */
export type Identify = (finding: Finding, object: JsonObject) => string;

/**
 * Two findings are the same one when policy, container by name, field and subject agree, wherever they stand in a list.
 * A subject may be as long as the object and belong to thousands of findings in a row, as the grant of a rule does, so that each is
 * written as a number. Only what one function made can be compared.
 */
export function createIdentify(): Identify {
  const numbers = new Map<string, number>();
  const numberOf = rememberLatest((subject: string): number => {
    const number = numbers.get(subject) ?? numbers.size;
    numbers.set(subject, number);
    return number;
  });
  return ({ policy, path, subject }, object) => {
    // A subject tells items without a name apart, such as the rules of a Role, so that their places need not.
    const place = stablePath(object, path, subject === undefined ? 'by-place' : 'alike');
    return `${policy.id}\n${place}\n${subject === undefined ? '' : numberOf(subject)}`;
  };
}
