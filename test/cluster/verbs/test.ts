import { spawn } from 'node:child_process';
import { buildBinaries } from '../binaries.ts';
import {
  bootCluster,
  clusterSummary,
  keepLogs,
  removeCluster,
  removeDeadClusters,
  startInside,
} from '../cluster.ts';
import { clusterFolder, type ClusterFolder } from '../cluster-folder.ts';
import { buildHelm } from '../helm.ts';
import { catchInterrupts, commandExitCode, interruptedExitCode } from '../interrupts.ts';
import { childrenOf } from '../machine.ts';
import { prepareMachine } from '../requirements.ts';
import { say, type Verb, type VerbInput } from './verb.ts';

/** The names of test runs' clusters begin with this; dead ones are swept up by the next run. */
const PREFIX = 'test-';

export const test: Verb = {
  help: 'run COMMAND with a new cluster, gone afterwards; with CLUSTER_KUBECONFIG set, with that one',
  run: async (input) => {
    if (input.command.length === 0) throw new Error('test: say which command to run, after --');
    return process.env.CLUSTER_KUBECONFIG === undefined
      ? testWithNewCluster(input)
      : testWithGivenCluster(input);
  },
};

async function testWithGivenCluster({ command }: VerbInput): Promise<number> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { stdio: 'inherit' });
  return commandExitCode(child, catchInterrupts(), (signal) => child.kill(signal));
}

async function testWithNewCluster({ name, keep, command }: VerbInput): Promise<number> {
  await prepareMachine(say);
  await buildBinaries(say);
  await buildHelm(say);
  await removeDeadClusters(PREFIX);
  const cluster = clusterFolder(name ?? `${PREFIX}${process.pid.toString()}`);
  const interrupts = catchInterrupts();
  let code: number | undefined;
  try {
    await bootCluster(cluster, { diesWithParent: !keep, signal: interrupts });
    console.log(await clusterSummary(cluster));
    code = await runInside(cluster, command, interrupts);
    if (code !== 0) say(`logs of the cluster: ${keepLogs(cluster)}`);
  } catch (error) {
    // An interrupted boot is no error to tell of.
    if (!interrupts.aborted) throw error;
  } finally {
    if (keep && code !== undefined) say(`${cluster.name} is left running`);
    else await removeCluster(cluster);
  }
  return interruptedExitCode(interrupts) ?? code ?? 1;
}

async function runInside(
  cluster: ClusterFolder,
  command: readonly string[],
  interrupts: AbortSignal,
): Promise<number> {
  interrupts.throwIfAborted();
  const child = startInside(cluster, command);
  // The child is nsenter, which waits for the command but passes no signal on.
  return commandExitCode(child, interrupts, (signal) => {
    for (const pid of childrenOf(child.pid ?? 0)) process.kill(pid, signal);
  });
}
