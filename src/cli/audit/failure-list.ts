import { resourceName } from '../../audit/resources.js';
import type { Resource } from '../../policy/target.js';
import type { ReadError } from '../../report/report.js';

/** Adds that a kind could not be read, once: a kind is listed for each namespace, and may be for two reasons. */
export function addFailure(errors: ReadError[], resource: Resource, message: string): void {
  const file = resourceName(resource);
  if (errors.some((known) => known.file === file && known.message === message)) return;
  errors.push({ file, isResource: true, message });
}
