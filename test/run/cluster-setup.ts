/** What mocha does before and after everything: https://mochajs.org/#global-fixtures */
import { describeTheCluster, stopTheCluster } from '../behaviour/harness/the-cluster.ts';
import { setClusterDescription } from './behaviour-count.ts';

export async function mochaGlobalSetup(): Promise<void> {
  setClusterDescription(await describeTheCluster());
}

/** Workers of `--parallel` end by themselves. */
export async function mochaGlobalTeardown(): Promise<void> {
  await stopTheCluster();
}
