/** Shows a change and asks for confirmation. */
import { DeclinedError } from '../domain/errors.ts';
import type { Cluster } from '../domain/ports/cluster.ts';
import type { Output } from './output.ts';

export interface Change {
  /** The start of the question: `Roll back 3 workloads`. */
  readonly what: string;
  /** One line for each object that will change: `Deployment shop/web`. */
  readonly affected: readonly string[];
}

/** Lines shown at most before the question. */
const SHOWN = 20;

/** Asks unless --yes was given. Throws DeclinedError when the answer is no, UsageError when there is no terminal. */
export async function confirmChange(
  output: Pick<Output, 'info' | 'prompter'>,
  cluster: Pick<Cluster, 'server' | 'context'>,
  { what, affected }: Change,
  yes: boolean,
): Promise<void> {
  const more = affected.length > SHOWN ? [`  and ${affected.length - SHOWN} more`] : [];
  await output.info([...affected.slice(0, SHOWN).map((one) => `  ${one}`), ...more]);
  const message = `${what} in ${placeOf(cluster)}?`;
  if (yes || (await output.prompter.confirm({ message, flag: '--yes', default: false }))) return;
  throw new DeclinedError('nothing was changed');
}

/** `context prod (https://10.0.0.1:6443)`: a context name alone can be misleading. */
function placeOf({ context, server }: Pick<Cluster, 'server' | 'context'>): string {
  return context === undefined ? `the cluster ${server}` : `context ${context} (${server})`;
}
