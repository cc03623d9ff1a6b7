/** How often a test is tried again that other work on the machine has made too slow. */
const RETRIES = 3;

/** A test that holds something to a time by the clock, or to an amount of memory: it shows that this can be done, on a busy machine too. */
export function timed(title: string, test: (this: Mocha.Context) => Promise<void> | void): Mocha.Test {
  const made = it(title, async function () {
    await test.call(this);
  });
  made.retries(RETRIES);
  return made;
}
