import { parseAllDocuments } from 'yaml';
import type { JsonObject } from '../src/policy/json.js';

/** The objects of a manifest that is known to be sound. */
export function readManifests(text: string): readonly JsonObject[] {
  return parseAllDocuments(text).map((document) => document.toJS() as JsonObject);
}
