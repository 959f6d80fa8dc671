import { UsageError } from '../../../domain/errors.ts';
import type { ConnectionOptions } from '../connection-options.ts';
import { textField } from './entry-fields.ts';
import type { Kubeconfig, KubeconfigEntry } from './kubeconfig.ts';

/** The entries that flags and current-context select. */
export interface SelectedEntries {
  readonly context?: KubeconfigEntry | undefined;
  readonly cluster?: KubeconfigEntry | undefined;
  readonly user?: KubeconfigEntry | undefined;
}

/** Finds context, cluster and user; a name that leads nowhere is the user's mistake, as in kubectl. */
export function selectEntries(kubeconfig: Kubeconfig, options: ConnectionOptions): SelectedEntries {
  const context = find(kubeconfig.contexts, 'context', options.context ?? kubeconfig.currentContext);
  return {
    context,
    cluster: find(kubeconfig.clusters, 'cluster', options.cluster ?? textField(context, 'cluster')),
    user: find(kubeconfig.users, 'user', options.user ?? textField(context, 'user')),
  };
}

function find(
  entries: readonly KubeconfigEntry[],
  kind: string,
  name: string | undefined,
): KubeconfigEntry | undefined {
  if (name === undefined) return undefined;
  const found = entries.find((entry) => entry.name === name);
  if (found !== undefined) return found;
  const known = entries.map((entry) => entry.name).join(', ');
  throw new UsageError(`${kind} "${name}" does not exist in the kubeconfig`, {
    nextStep: known === '' ? `The kubeconfig has no ${kind}s.` : `It has: ${known}.`,
  });
}
