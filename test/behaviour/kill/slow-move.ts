/** A move that has switched one workload and now watches it for a long time: something to be interfered with. */
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { isReadable, readRun } from '../../../src/workflow/journals/run-object.ts';
import { until } from '../../cluster/deadline.ts';
import { startApiProxy, type SeenWrite } from '../harness/api-proxy.ts';
import type { Outcome } from '../harness/run-product.ts';
import { type Movable, moveTo } from './moving.ts';
import { CONFIG_MAPS } from '../harness/kinds.ts';

export interface SlowMove extends AsyncDisposable {
  readonly run: string;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<Outcome>;
  /** What it has written so far, but for its lease. */
  readonly writes: () => readonly SeenWrite[];
}

export async function startSlowMove(estate: Movable, name: string): Promise<SlowMove> {
  const proxy = await startApiProxy(estate.site.api);
  let kill: SlowMove['kill'] = () => undefined;
  const ended = moveTo(estate, name, {
    args: ['--server', proxy.url, '--canary', '--settle', '10m'],
    onStart: (send) => (kill = send),
  });
  const over = ended.then(({ stderr }) => {
    throw new Error(`it ended too early: ${stderr}`);
  });
  const run = await Promise.race([over, untilOneIsSwitched(estate)]);
  over.catch(() => undefined);
  return {
    run,
    ended,
    kill: (signal) => {
      kill(signal);
    },
    writes: () => proxy.writes.filter(({ path }) => !path.includes('/leases/')),
    [Symbol.asyncDispose]: async () => {
      kill('SIGKILL');
      await ended;
      await proxy[Symbol.asyncDispose]();
    },
  };
}

/** The name of the run that has switched one, as its journal tells. */
async function untilOneIsSwitched({ site }: Movable): Promise<string> {
  return until('a workload switched', 60, async () => {
    const journals = await site.api.list(CONFIG_MAPS, site.copyNamespace).catch(() => []);
    const runs = journals.map((journal) => readRun(journal as KubernetesObject)).filter(isReadable);
    return runs.find(({ workloads }) => workloads.some(({ outcome }) => outcome === 'switched'))?.id;
  });
}
