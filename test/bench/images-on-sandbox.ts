/** `images -A` on an embedded cluster with many pods: its time and the memory of the tool's process. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startCluster } from '../../src/sandbox/index.ts';
import { apiClient } from './api-client.ts';
import { measure } from './measure.ts';
import { seedPods } from './seed-pods.ts';

const PODS = Number(process.env.BENCH_PODS ?? 20_000);
const SOURCE = 'source.example:5000';

const folder = mkdtempSync(path.join(tmpdir(), 'registry-switch-bench-'));
const cluster = await startCluster();
try {
  const kubeconfig = path.join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, cluster.kubeconfig, { mode: 0o600 });
  await seedPods(apiClient(kubeconfig), PODS, SOURCE);
  const images = ['bin/run.js', 'images', '-A', '--quiet', '--kubeconfig', kubeconfig];
  const { seconds, mebibytes, exitCode } = await measure(process.execPath, images);
  console.log(`${String(PODS)} pods on the sandbox`);
  console.log(
    `images -A: ${seconds.toFixed(2)} s, peak ${mebibytes.toFixed(0)} MiB, exit ${String(exitCode)}`,
  );
} finally {
  await cluster.stop();
  rmSync(folder, { recursive: true });
}
process.exit(0);
