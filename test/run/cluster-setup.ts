/** What mocha does before and after everything, and after each test: https://mochajs.org/#global-fixtures */
import { describeTheCluster, stopTheCluster } from '../behaviour/harness/the-cluster.ts';
import { tearDown } from '../support/tear-down.ts';
import { setClusterDescription } from './behaviour-count.ts';

export const mochaHooks = { afterEach: tearDown };

export async function mochaGlobalSetup(): Promise<void> {
  setClusterDescription(await describeTheCluster());
}

/** Workers of `--parallel` end by themselves. */
export async function mochaGlobalTeardown(): Promise<void> {
  await stopTheCluster();
}
