import type { PolicyEntry, ProfileDefinition, ProfileDefinitions } from '../engine/profile.js';
import type { Problem } from '../engine/schema.js';
import { isObject, objectAt, stringAt } from '../policy/json.js';
import type { Json, JsonObject } from '../policy/json.js';
import { pointer } from '../policy/pointer.js';
import type { Pointer } from '../policy/pointer.js';
import { quote } from '../policy/quote.js';

/** A profile is named in a namespace's label, so its name is a label's value. */
const LABEL_VALUE = /^(?=.{1,63}$)[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

export interface ReadProfiles {
  /** All that is well formed; what is not is left out and has a problem. */
  readonly own: ProfileDefinitions;
  /** The pointers lead into the block of profiles. */
  readonly problems: readonly Problem[];
}

/** Reads the `profiles:` block. Whether profiles and policies exist and settings are right is not known here. */
export function readProfiles(block: JsonObject): ReadProfiles {
  const problems: Problem[] = [];
  const own: [string, ProfileDefinition][] = [];
  for (const [name, profile] of Object.entries(block)) {
    if (!LABEL_VALUE.test(name)) {
      const message = `${quote(name)} cannot be a profile's name: a namespace's label has to hold it`;
      problems.push({ path: pointer('', name), message });
    }
    if (isObject(profile)) own.push([name, readProfile(profile, pointer('', name, 'policies'), problems)]);
  }
  return { own: Object.fromEntries(own), problems };
}

function readProfile(profile: JsonObject, path: Pointer, problems: Problem[]): ProfileDefinition {
  const policies: [string, PolicyEntry][] = [];
  for (const [id, written] of Object.entries(objectAt(profile, 'policies') ?? {})) {
    const entry = readEntry(written);
    if (typeof entry === 'string') problems.push({ path: pointer(path, id), message: entry });
    else policies.push([id, entry]);
  }
  const base = stringAt(profile, 'extends');
  return { ...(base !== undefined && { extends: base }), policies: Object.fromEntries(policies) };
}

/** An entry in one form, or what is wrong with it. YAML 1.1 reads an unquoted `off` as false. */
function readEntry(written: Json | undefined): PolicyEntry | string {
  if (written === false || written === 'off') return false;
  if (isObject(written)) return written['mode'] === false ? { ...written, mode: 'off' } : written;
  if (written === null || written === undefined) {
    return 'a value is missing: settings such as {mode: warn}, {} for the defaults, or off';
  }
  const got = written === true ? 'on' : quote(written);
  return `${got} is not what a policy can be set to: write {} for its defaults, settings such as {mode: warn}, or off`;
}
