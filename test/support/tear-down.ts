const steps: (() => unknown)[] = [];

/** Does something when the current test is over, the latest first. */
export function onTearDown(step: () => unknown): void {
  steps.push(step);
}

/** A root hook of mocha: a hook of this module's own would hold for the first test file of a worker only. */
export async function tearDown(): Promise<void> {
  for (const step of steps.splice(0).reverse()) await step();
}
