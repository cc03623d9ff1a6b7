import { leadsToSolver } from './acme.js';
import { arrayAt, field } from './json.js';
import type { Json, JsonObject } from './json.js';
import { targetKinds } from './target.js';

export interface Service {
  /** As it is written; ClusterIP where nothing is, as the API server has it. */
  readonly type: Json;
  readonly externalIPs: readonly Json[];
  /** Whether it is there for the challenge of an ACME server, and for nothing else. */
  readonly isForChallenge: boolean;
}

export const services = targetKinds(
  'services',
  [{ group: '', version: 'v1', kind: 'Service', plural: 'services' }],
  viewService,
);

function viewService(object: JsonObject): Service {
  const spec = field(object, 'spec');
  const type = field(spec, 'type') ?? '';
  return {
    type: type === '' ? 'ClusterIP' : type,
    externalIPs: arrayAt(spec, 'externalIPs'),
    isForChallenge: leadsToSolver(object),
  };
}
