import { field, stringAt } from './json.js';
import { targetKinds } from './target.js';

/** A Namespace, and so the place of other objects. */
export interface NamespaceView {
  readonly name: string | undefined;
}

export const namespaces = targetKinds(
  'namespaces',
  [{ group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces', clusterScoped: true }],
  (object): NamespaceView => ({ name: stringAt(field(object, 'metadata'), 'name') }),
);
