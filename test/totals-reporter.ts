import { appendFileSync } from 'node:fs';
import Mocha from 'mocha';

/**
 * Reports as mocha's own `spec` does, and appends one line `PASSED FAILED` to the file that SEAWORTHY_TEST_TOTALS names, so that the
 * tests of several runs can be added up. Mocha calls it as a constructor.
 */
export default function reportTotals(runner: Mocha.Runner, options: Mocha.MochaOptions): void {
  new Mocha.reporters.Spec(runner, options);
  runner.once('end', () => {
    const file = process.env['SEAWORTHY_TEST_TOTALS'];
    const { passes = 0, failures = 0 } = runner.stats ?? {};
    if (file !== undefined) appendFileSync(file, `${passes} ${failures}\n`);
  });
}
