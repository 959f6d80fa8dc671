import type { Pod } from '../objects/pod.ts';
import { isRunning, type ContainerRecord } from './container-record.ts';
import { teller } from './container-starter.ts';
import type { NodeContext } from './node-context.ts';
import { containersOf, type PodContainer } from './pod.ts';

/** Ends all containers of a pod within its grace period: preStop, TERM, KILL (pkg/kubelet/kuberuntime, `killContainer`). */
export async function endContainers(
  node: NodeContext,
  pod: Pod,
  records: readonly ContainerRecord[],
): Promise<void> {
  const grace = pod.metadata.deletionGracePeriodSeconds ?? pod.spec?.terminationGracePeriodSeconds ?? 30;
  const containers = new Map(containersOf(pod).map((which) => [which.container.name, which]));
  await Promise.all(
    records.filter(isRunning).map(async ({ name, run }) => {
      const which = containers.get(name);
      teller(node, pod, which?.fieldPath)('Normal', 'Killing', `Stopping container ${name}`);
      const preStop = Math.min(preStopSeconds(which), grace);
      const exited = run?.process.exited ?? Promise.resolve(0);
      if (preStop > 0) await untilOver(node, preStop, exited);
      run?.process.terminate();
      await untilOver(node, Math.max(grace - preStop, 2), exited);
      run?.process.kill();
      await exited;
    }),
  );
}

function preStopSeconds(which: PodContainer | undefined): number {
  return which?.container.lifecycle?.preStop?.sleep?.seconds ?? 0;
}

async function untilOver(node: NodeContext, seconds: number, exited: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const cancel = node.clock.after(seconds * 1000, () => {
    resolve(undefined);
  });
  await Promise.race([exited, promise]);
  cancel();
}
