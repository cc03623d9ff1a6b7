import type { IncomingMessage } from 'node:http';
import { isObject, type JsonObject } from '../policy/json.js';
import { ClusterError } from './error.js';

/** A page of a list holds a few hundred objects, each of which etcd keeps under 1.5 MiB: more than this is no page. */
const MAX_BODY_BYTES = 128 * 1024 * 1024;

/** Reads a whole response as one JSON object. */
export async function readBody(response: IncomingMessage): Promise<JsonObject> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) break;
      chunks.push(chunk);
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ClusterError('unreachable', `the connection to the API server broke: ${reason}`, { cause: error });
  }
  if (size > MAX_BODY_BYTES)
    throw new ClusterError('other', `the API server sent more than ${MAX_BODY_BYTES} bytes at once`);
  return parseObject(Buffer.concat(chunks).toString('utf8'));
}

/** Parses one JSON object. */
export function parseObject(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ClusterError('other', 'the API server sent something that is not JSON', { cause: error });
  }
  if (!isObject(value)) throw new ClusterError('other', 'the API server sent something that is not an object');
  return value;
}
