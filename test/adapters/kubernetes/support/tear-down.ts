import { afterEach } from 'mocha';

const steps: (() => unknown)[] = [];

/** Does something when the current test is over, the latest first. */
export function onTearDown(step: () => unknown): void {
  steps.push(step);
}

afterEach(async () => {
  for (const step of steps.splice(0).reverse()) await step();
});
