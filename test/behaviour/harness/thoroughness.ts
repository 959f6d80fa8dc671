/**
 * Whether every case of a large table is to be tried, or a sample: all on a real cluster, and on the sandbox with
 * `FAULTS=all` (`npm run test:faults`).
 */
export function isThorough(environment: NodeJS.ProcessEnv = process.env): boolean {
  return environment.FAULTS === 'all' || environment.CLUSTER_KUBECONFIG !== undefined;
}
