import { dig, field, stringAt } from './json.js';
import type { JsonObject } from './json.js';

/** The annotations by which Helm and Argo CD know what they run at a step of a release, without their prefix. */
const HOOK = 'hook';
const DELETE_POLICY = 'hook-delete-policy';
const PREFIXES = ['helm.sh', 'argocd.argoproj.io'] as const;

/** An object with this for a hook is none: Argo CD leaves it out. */
const SKIP = 'Skip';

/**
 * Whether a tool of releases clears an object away: when it has succeeded, or before it makes the next one of the same name.
 * Both tools do the latter where nothing is said. Helm's words are hook-succeeded and before-hook-creation, Argo CD's
 * HookSucceeded and BeforeHookCreation.
 */
export function isClearedAway(object: JsonObject): boolean {
  return PREFIXES.some((prefix) => {
    const hook = annotationOf(object, `${prefix}/${HOOK}`);
    if (hook === '' || hook === SKIP) return false;
    const policies = annotationOf(object, `${prefix}/${DELETE_POLICY}`)
      .split(',')
      .map((word) => word.trim().toLowerCase().replaceAll('-', ''))
      .filter((word) => word !== '');
    if (policies.includes('hooksucceeded')) return true;
    const isReplaced = policies.length === 0 || policies.includes('beforehookcreation');
    return isReplaced && field(field(object, 'metadata'), 'generateName') === undefined;
  });
}

/** Empty where there is none, or no text. */
function annotationOf(object: JsonObject, key: string): string {
  return stringAt(dig(object, 'metadata', 'annotations'), key) ?? '';
}
