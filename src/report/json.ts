import type { Source } from './judged.js';
import type { Entry, ReadError, Report } from './report.js';

/** The report as JSON, in pieces, to the letter of docs/findings.schema.json. The same report gives the same bytes. */
export function* toJson({ summary, entries, errors }: Report): Iterable<string> {
  yield `{\n  "version": 1,\n  "summary": ${JSON.stringify(summary)},\n`;
  yield* list('findings', entries, findingOf);
  yield ',\n';
  yield* list('errors', errors, errorOf);
  yield '\n}\n';
}

/** One item a line: easy on the eye, on `grep` and on `diff`. Each is made when its line is, so that a long list is never held twice. */
function* list<T>(name: string, items: readonly T[], toItem: (item: T) => object): Iterable<string> {
  yield `  "${name}": [`;
  for (const [index, item] of items.entries()) yield `${index === 0 ? '' : ','}\n    ${JSON.stringify(toItem(item))}`;
  yield items.length === 0 ? ']' : '\n  ]';
}

/** The keys stand in the order of the documentation; what is absent is left out. */
function findingOf({ object, finding }: Entry): object {
  const { policy, mode, container, path, message, remedy, fix, source } = finding;
  const { apiVersion, kind, namespace, name } = object;
  return {
    policy: policy.id,
    severity: policy.severity,
    category: policy.category,
    mode,
    object: { apiVersion, kind, namespace, name },
    container,
    path,
    message,
    remedy,
    fix,
    source: source && sourceOf(source),
  };
}

function sourceOf({ file, document, line, column }: Source): object {
  return { file, document, line, column };
}

function errorOf({ file, line, column, message }: ReadError): object {
  return { file, line, column, message };
}
