import type { Json } from '../../policy/json.js';

/** A string of JSON, and the colon behind it if it is a key. */
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?/g;

/**
 * Reads one value of JSON. Undefined where the reader of YAML, who knows places, should have its say: where it is broken, and
 * where a key stands twice, of which JavaScript would take the last without a word.
 */
export function readJson(text: string): { readonly value: Json } | undefined {
  try {
    const value = JSON.parse(text) as Json; // JSON.parse gives nothing else
    return keysIn(value) === keysWritten(text) ? { value } : undefined;
  } catch {
    return undefined;
  }
}

function keysWritten(text: string): number {
  let count = 0;
  for (const [, colon] of text.matchAll(STRING)) if (colon !== undefined) count++;
  return count;
}

function keysIn(root: Json): number {
  const open: Json[] = [root];
  let count = 0;
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    const children = Object.values(value) as readonly Json[];
    if (!Array.isArray(value)) count += children.length;
    for (const child of children) if (typeof child === 'object') open.push(child);
  }
  return count;
}
