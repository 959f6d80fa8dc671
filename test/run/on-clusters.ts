/**
 * The tests of behaviour and conformance on real clusters of their own, as many side by side as CLUSTERS says (2):
 * `node on-clusters.ts MOCHA-ARGUMENT...`. They wait most of the time.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildBinaries } from '../cluster/binaries.ts';
import { buildHelm } from '../cluster/helm.ts';
import { catchInterrupts, commandExitCode } from '../cluster/interrupts.ts';
import { prepareMachine } from '../cluster/requirements.ts';
import { say } from '../cluster/verbs/verb.ts';
import { writeQueue } from './queue.ts';
import { groupsOnClusters } from './suites.ts';

/** Tests do not share a cluster: on one that is given they go one after the other. */
const isGiven = process.env.CLUSTER_KUBECONFIG !== undefined;
const CLUSTERS = isGiven ? 1 : Number(process.env.CLUSTERS ?? 2);

interface Result {
  readonly group: string;
  readonly passing: number;
  readonly code: number | null;
}

if (!isGiven) {
  await prepareMachine(say);
  await buildBinaries(say);
  await buildHelm(say);
}
const interrupts = catchInterrupts();
const queue = mkdtempSync(path.join(tmpdir(), 'registry-switch-queue-'));
try {
  const groups = groupsOnClusters();
  writeQueue(queue, groups);
  const codes = await Promise.all(
    Array.from({ length: CLUSTERS }, async (_, index) =>
      onCluster(`test-${String(process.pid)}-${String(index)}`),
    ),
  );
  process.exitCode = summarise(groups, resultsIn(queue)) && codes.every((code) => code === 0) ? 0 : 1;
} finally {
  rmSync(queue, { recursive: true });
}

async function onCluster(name: string): Promise<number> {
  const inside = [process.execPath, 'test/run/take-groups.ts', queue, ...process.argv.slice(2)];
  const child = spawn(process.execPath, ['test/cluster/main.ts', 'test', '--name', name, '--', ...inside], {
    stdio: 'inherit',
  });
  return commandExitCode(child, interrupts, (signal) => child.kill(signal));
}

function resultsIn(folder: string): Result[] {
  const lines = readFileSync(path.join(folder, 'results'), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Result);
}

/** Whether every group was run and passed. */
function summarise(groups: readonly string[], results: readonly Result[]): boolean {
  const passing = results.reduce((sum, result) => sum + result.passing, 0);
  const failed = groups.filter((group) => results.find((result) => result.group === group)?.code !== 0);
  console.log(`\n${String(passing)} tests pass on ${String(CLUSTERS)} real clusters`);
  for (const group of failed) console.log(`failed: ${group}`);
  return failed.length === 0;
}
