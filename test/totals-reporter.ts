import { appendFileSync } from 'node:fs';
import Mocha from 'mocha';

/**
 * Reports as mocha's own `spec` does, and appends one line `PASSED FAILED` to the file that SEAWORTHY_TEST_TOTALS names, so that the
 * tests of several runs can be added up. What failed, and why, goes to the file that SEAWORTHY_TEST_FAILURES names. Mocha calls it
 * as a constructor.
 */
export default function reportTotals(runner: Mocha.Runner, options: Mocha.MochaOptions): void {
  new Mocha.reporters.Spec(runner, options);
  runner.on('fail', (test, error: Error) => {
    append('SEAWORTHY_TEST_FAILURES', `failed: ${test.fullTitle()}\n${indented(error.stack ?? error.message)}\n`);
  });
  runner.once('end', () => {
    const { passes = 0, failures = 0 } = runner.stats ?? {};
    append('SEAWORTHY_TEST_TOTALS', `${passes} ${failures}\n`);
  });
}

function append(variable: string, text: string): void {
  const file = process.env[variable];
  if (file !== undefined) appendFileSync(file, text);
}

/** Long differences and traces are above, in the report itself: so many lines tell one failure from another. */
const LINES = 12;

function indented(text: string): string {
  return text
    .split('\n')
    .slice(0, LINES)
    .map((line) => `  ${line}`)
    .join('\n');
}
