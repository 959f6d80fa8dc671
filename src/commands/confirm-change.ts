/** The question before a change: where, what, and whether. */
import { DeclinedError } from '../domain/errors.ts';
import type { Cluster } from '../domain/ports/cluster.ts';
import type { Output } from './output.ts';

export interface Change {
  /** What is about to be done, as the beginning of a question: `Roll back 3 workloads`. */
  readonly what: string;
  /** What will change, one each: `Deployment shop/web`. */
  readonly affected: readonly string[];
}

/** Of a long list so many are shown; nobody reads a thousand lines before an answer. */
const SHOWN = 20;

/** Shows what is about to change and asks, unless --yes was given. Throws DeclinedError when the answer is no, UsageError where nobody can answer. */
export async function confirmChange(
  output: Pick<Output, 'say' | 'prompter'>,
  cluster: Pick<Cluster, 'server' | 'context'>,
  { what, affected }: Change,
  yes: boolean,
): Promise<void> {
  const more = affected.length > SHOWN ? [`  and ${affected.length - SHOWN} more`] : [];
  await output.say([...affected.slice(0, SHOWN).map((one) => `  ${one}`), ...more]);
  const message = `${what} in ${placeOf(cluster)}?`;
  if (yes || (await output.prompter.confirm({ message, flag: '--yes', default: false }))) return;
  throw new DeclinedError('nothing was changed');
}

/** `context prod (https://10.0.0.1:6443)`: names lead astray, and nobody knows addresses by heart. */
function placeOf({ context, server }: Pick<Cluster, 'server' | 'context'>): string {
  return context === undefined ? `the cluster ${server}` : `context ${context} (${server})`;
}
