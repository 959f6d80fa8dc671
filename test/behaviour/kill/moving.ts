/** Moves an estate, each time to another place, so that every move has everything to do. */
import type { ApiFault } from '../harness/api-fault.ts';
import { startApiProxy } from '../harness/api-proxy.ts';
import { migrate, type MoveOptions } from '../harness/product.ts';
import type { Outcome } from '../harness/run-product.ts';
import type { Site } from '../harness/site.ts';

export interface Movable {
  readonly site: Site;
  /** What the move has to be told about it. */
  readonly flags: readonly string[];
  /** Names of workloads that have nothing to open their images with. */
  readonly closed?: readonly string[];
}

export interface DisturbedMove {
  /** Path at the target that no other move has used. */
  readonly name: string;
  /** What goes wrong with the request of this number, from 1. */
  readonly fault: (number: number, kind: string, process: RunningProcess) => ApiFault | undefined;
}

export interface RunningProcess {
  readonly kill: (signal: NodeJS.Signals) => void;
}

/** `migrate --yes`. */
export async function moveTo(
  { site, flags, closed = [] }: Movable,
  name: string,
  { args = [], ...options }: MoveOptions & { readonly args?: readonly string[] } = {},
): Promise<Outcome> {
  const to = `${site.cluster.target.host}/${site.prefix}/${name}`;
  const quick = args.includes('--canary') ? [] : ['--no-canary'];
  const wide = args.includes('--max-in-flight') ? [] : ['--max-in-flight', '6'];
  const opened = options.namespaces === undefined ? closed.flatMap((one) => ['--open', one]) : [];
  return migrate(site, [...flags, ...opened, ...quick, ...wide, ...args], { ...options, to });
}

/** Starts the product with more arguments, and gives what sends its process signals. */
export type Launch = (more: {
  readonly args: readonly string[];
  readonly onStart: (kill: RunningProcess['kill']) => void;
}) => Promise<Outcome>;

/** Through a proxy that sees every request; tells which there were. */
export async function disturb(
  site: Site,
  launch: Launch,
  fault: DisturbedMove['fault'],
): Promise<{ readonly outcome: Outcome; readonly kinds: readonly string[] }> {
  let kill: RunningProcess['kill'] = () => undefined;
  const kinds: string[] = [];
  await using proxy = await startApiProxy(site.api, {
    fault: (kind) => {
      kinds.push(kind);
      return fault(kinds.length, kind, {
        kill: (signal) => {
          kill(signal);
        },
      });
    },
  });
  const outcome = await launch({ args: ['--server', proxy.url], onStart: (send) => (kill = send) });
  return { outcome, kinds };
}

/** Tells how many requests there were. */
export async function moveDisturbed(
  estate: Movable,
  { name, fault }: DisturbedMove,
): Promise<{ readonly outcome: Outcome; readonly requests: number }> {
  const launch: Launch = async (more) => moveTo(estate, name, more);
  const { outcome, kinds } = await disturb(estate.site, launch, fault);
  return { outcome, requests: kinds.length };
}
