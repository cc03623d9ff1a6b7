import { clip, printable } from '../policy/quote.js';
import type { ReviewRequest } from './review.js';

/** The longest name in Kubernetes, in characters: longer text in a review is somebody's mistake, or somebody's attack. */
const LONGEST = 253;

/** What a request asks about and who asks, fit for a line of the log whatever the client sent. */
export type Asked = Pick<ReviewRequest, 'uid' | 'operation' | 'kind' | 'subresource' | 'namespace' | 'name' | 'user'>;

/** Keeps none of the object, and cuts what is too long. */
export function askedIn({ uid, operation, kind, subresource, namespace, name, user }: ReviewRequest): Asked {
  return {
    uid: short(uid),
    operation,
    kind: short(kind),
    subresource: shortIfAny(subresource),
    namespace: shortIfAny(namespace),
    name: shortIfAny(name),
    user: shortIfAny(user),
  };
}

/** Cut first, so that a megabyte is never searched. */
function short(text: string): string {
  return printable(clip(text, LONGEST));
}

function shortIfAny(text: string | undefined): string | undefined {
  return text === undefined ? undefined : short(text);
}
