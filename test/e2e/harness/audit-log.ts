import { readFileSync } from 'node:fs';
import { dig, type JsonObject } from '../../../src/policy/json.js';

export interface AuditQuery {
  readonly namespace: string;
  readonly verb?: string;
  readonly resource?: string;
}

/** The completed requests of one namespace, from the API server's own audit log. */
export function auditEvents(file: string, { namespace, verb, resource }: AuditQuery): readonly JsonObject[] {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.includes(`"${namespace}"`));
  return lines
    .map((line) => JSON.parse(line) as JsonObject)
    .filter(
      (event) =>
        dig(event, 'objectRef', 'namespace') === namespace &&
        (verb === undefined || event['verb'] === verb) &&
        (resource === undefined || dig(event, 'objectRef', 'resource') === resource),
    );
}

/** What webhooks annotated an event with, by `<webhook>/<key>`. */
export function annotationsOf(event: JsonObject): Readonly<Record<string, string>> {
  return (event['annotations'] ?? {}) as Readonly<Record<string, string>>;
}
