/** Tries cases side by side, each with a scene of its own, and gathers what went wrong. */

const LANES = 4;

export async function onTheirOwn<Case>(
  cases: readonly Case[],
  run: (one: Case) => Promise<void>,
): Promise<string[]> {
  const left = [...cases];
  const failures: string[] = [];
  const lane = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) {
      await run(one).catch((error: unknown) => failures.push(String(error)));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return failures;
}
