/** A process that is stopped at one request, and continued when somebody else has done what there was to do. */
import { type ApiProxy, type SeenWrite, startApiProxy } from '../harness/api-proxy.ts';
import type { ApiFault } from '../harness/api-fault.ts';
import type { Outcome } from '../harness/run-product.ts';
import type { Site } from '../harness/site.ts';
import { type Launch, type Movable, moveTo } from '../kill/moving.ts';

/** `passed`: the request has arrived, its answer waits. `held`: it is on its way, and arrives at the very end. */
export type Variant = 'passed' | 'held';

export interface StopPlace {
  readonly variant: Variant;
  /** Whether it is this request, the `number`-th of those after all leases were taken; asked in order until it is. */
  readonly isIt: (kind: string, number: number) => boolean;
}

export interface Stop extends StopPlace {
  /** Path at the target that no other move has used. */
  readonly name: string;
  /** Flags of the move. */
  readonly args?: readonly string[];
}

export interface StoppedMove extends AsyncDisposable {
  /** Resolves when it is stopped, to what it was about to do; `undefined`: it has ended without. */
  readonly stopped: Promise<string | undefined>;
  /** Continues it, lets the request go, and waits for its end. */
  readonly goOn: () => Promise<{ readonly outcome: Outcome; readonly after: readonly SeenWrite[] }>;
  readonly proxy: ApiProxy;
}

/** What a run does first when it has its leases. */
export const JOURNAL_BEGINS = 'POST configmaps';

export async function startStoppedMove(
  estate: Movable,
  { name, args = [], ...place }: Stop,
): Promise<StoppedMove> {
  const launch: Launch = async (more) => moveTo(estate, name, { ...more, args: [...more.args, ...args] });
  return startStopped(estate.site, launch, { ...place, hasBegun: (kind) => kind === JOURNAL_BEGINS });
}

export interface BegunStop extends StopPlace {
  /** Whether this is the first request when all leases were taken. */
  readonly hasBegun: (kind: string) => boolean;
}

export async function startStopped(
  site: Site,
  launch: Launch,
  { variant, isIt, hasBegun }: BegunStop,
): Promise<StoppedMove> {
  let kill: (signal: NodeJS.Signals) => void = () => undefined;
  let number = 0;
  let isStopped = false;
  const stopped = Promise.withResolvers<string | undefined>();
  const release = Promise.withResolvers<undefined>();
  const proxy = await startApiProxy(site.api, {
    fault: (kind): ApiFault | undefined => {
      if (number > 0 || hasBegun(kind)) number += 1;
      if (isStopped || number === 0 || !isIt(kind, number)) return undefined;
      isStopped = true;
      kill('SIGSTOP');
      stopped.resolve(`${kind} (request ${number.toString()})`);
      return variant === 'held' ? { kind: 'hold', until: release.promise } : undefined;
    },
  });
  const ended = launch({ args: ['--server', proxy.url], onStart: (send) => (kill = send) });
  void ended.then(() => {
    stopped.resolve(undefined);
  });
  return {
    proxy,
    stopped: stopped.promise,
    goOn: async () => {
      const before = proxy.writes.length;
      release.resolve(undefined);
      kill('SIGCONT');
      const outcome = await ended;
      return { outcome, after: proxy.writes.slice(before) };
    },
    [Symbol.asyncDispose]: async () => {
      release.resolve(undefined);
      kill('SIGCONT');
      kill('SIGKILL');
      await ended;
      await proxy[Symbol.asyncDispose]();
    },
  };
}
