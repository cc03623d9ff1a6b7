import type { Container } from './container.js';
import { arrayAt, stringAt } from './json.js';
import type { Pointer } from './pointer.js';

/** A variable of a container's environment whose value is written where it stands. */
export interface Variable {
  /** Its name, without what somebody took for its value and wrote into it; where it has none, its place in the list, such as #0. */
  readonly name: string;
  readonly value: string;
  /** Where the value is. */
  readonly path: Pointer;
}

/** The variables with a value of their own; those that come from elsewhere have none. */
export function* variablesOf(container: Container): Iterable<Variable> {
  for (const [index, variable] of arrayAt(container.raw, 'env').entries()) {
    const value = stringAt(variable, 'value');
    if (value !== undefined) {
      const [name = ''] = (stringAt(variable, 'name') ?? `#${index}`).split('=', 1);
      yield { name, value, path: container.at('env', index, 'value') };
    }
  }
}
