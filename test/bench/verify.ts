/**
 * `verify` on many pods against the cheapest possible list of them and against kubectl with jq, in one run.
 * BENCH_PODS sets how many (20,000).
 */
import { apiClient } from './api-client.ts';
import { measure, type Measurement } from './measure.ts';
import { seedPods } from './seed-pods.ts';

const PODS = Number(process.env.BENCH_PODS ?? 20_000);
const RUNS = 3;
/** It takes minutes and gigabytes: once is enough. */
const ONCE = 'kubectl | jq';
const SOURCE = 'source.example:5000';
const KUBECONFIG = process.env.CLUSTER_KUBECONFIG ?? '';

const JQ = `kubectl get pods -A -o json --kubeconfig '${KUBECONFIG}' | jq -r '.items[]
  | select(.spec.containers[].image | startswith("${SOURCE}/")) | .metadata.namespace + "\\t" + .metadata.name'`;

const CONTENDERS: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ['raw paged GET', process.execPath, 'test/bench/raw-list.ts'],
  [
    'verify',
    process.execPath,
    'bin/run.js',
    'verify',
    '--quiet',
    '--from',
    SOURCE,
    '--kubeconfig',
    KUBECONFIG,
  ],
  [ONCE, 'sh', '-c', JQ],
];

await seedPods(apiClient(KUBECONFIG), PODS, SOURCE);
const results = new Map<string, Measurement[]>();
for (let run = 0; run < RUNS; run += 1) {
  for (const [name, command, ...args] of CONTENDERS) {
    if (name === ONCE && run > 0) continue;
    results.set(name, [...(results.get(name) ?? []), await measure(command, args)]);
  }
}

const baseline = median(results.get('raw paged GET') ?? [], 'seconds');
console.log(`${String(PODS)} pods, median of ${String(RUNS)} runs (${ONCE}: one)`);
console.log('                 seconds   ratio   peak MiB   exit');
for (const [name, runs] of results) {
  const seconds = median(runs, 'seconds');
  console.log(
    name.padEnd(16),
    seconds.toFixed(2).padStart(7),
    (seconds / baseline).toFixed(2).padStart(7),
    median(runs, 'mebibytes').toFixed(0).padStart(10),
    String(runs[0]?.exitCode).padStart(6),
  );
}

function median(runs: readonly Measurement[], field: 'seconds' | 'mebibytes'): number {
  const sorted = runs.map((run) => run[field]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
process.exit(0);
