import { dig } from '../src/policy/json.js';
import { namespaced } from '../src/policy/namespaced.js';
import type { Namespaced } from '../src/policy/namespaced.js';
import { definePolicy } from '../src/policy/policy.js';
import { message } from '../src/policy/quote.js';
import type { Show } from '../src/policy/quote.js';

export default definePolicy({
  meta: {
    id: 'disallow-default-namespace',
    title: 'Objects must not live in the default namespace',
    description:
      'Everybody who forgets a namespace ends up in default, so nobody can give it a quota, a network policy or an owner. A manifest ' +
      'without a namespace goes wherever the one who applies it happens to be. Judged are workloads, Services and Ingresses. The ' +
      'Service of the API server itself, default/kubernetes, is exempt, and of custom resources those that name no namespace, for they ' +
      'may live in none.',
    category: 'governance',
    severity: 'medium',
    remedy: 'Set metadata.namespace to the namespace of the team or the application.',
    references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/'],
  },
  target: namespaced,
  settings: {},
  *check(view, { namespace }) {
    const path = '/metadata/namespace';
    if (isApiServer(view)) return;
    const { kind } = view;
    if (namespace === 'default')
      yield { path, message: message((show) => `the ${plain(kind, show)} is in the namespace "default"`) };
    else if (namespace === undefined && !view.isCustom) {
      yield { path, message: message((show) => `the ${plain(kind, show)} names no namespace`) };
    }
  },
});

/** A kind is a word of Kubernetes and needs no quotes; what else stands there is the user's text. */
function plain(kind: string, show: Show): string {
  return /^[A-Z][A-Za-z0-9]{0,39}$/.test(kind) ? kind : show(kind);
}

/** The API server makes this Service in every cluster, and makes it again when it is deleted. */
function isApiServer({ kind, object }: Namespaced): boolean {
  return kind === 'Service' && dig(object, 'metadata', 'name') === 'kubernetes';
}
