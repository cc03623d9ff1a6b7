import { field } from './json.js';
import type { Json } from './json.js';

/** The types of a seccomp or AppArmor profile that confine a process; the third one, Unconfined, lets it do everything. */
const CONFINING = ['RuntimeDefault', 'Localhost'];

/** Whether a `seccompProfile` or an `appArmorProfile` confines. One without a type does not, and the API server refuses it. */
export function isConfining(profile: Json): boolean {
  const type = field(profile, 'type');
  return typeof type === 'string' && CONFINING.includes(type);
}
