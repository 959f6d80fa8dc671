/** Detects early that a rollout will not complete. */
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { workloadKindOf } from '../../domain/workload-kinds/workload-kind-of.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { RolloutStatus } from '../../domain/workload-kinds/status-rules.ts';
import { podTrouble } from './pod-trouble.ts';
import { unreadyNodesOf } from './unready-nodes.ts';

/** Several polls, since one may see a temporary problem of a registry or node. */
const LOOKS_IN_TROUBLE = 6;

export interface TerminalFailure {
  readonly state: 'failed' | 'held-up';
  readonly message: string;
}

export type FailureCheck = (
  object: KubernetesObject,
  status: RolloutStatus,
) => Promise<TerminalFailure | undefined>;

/** Call at every poll: returns a failure once the same trouble was seen in several consecutive polls. */
export function terminalFailure(cluster: Cluster, signal: AbortSignal): FailureCheck {
  let looks = 0;
  let seen = '';
  return async (object, status) => {
    const trouble = await troubleOf(cluster, { object, status }, signal);
    looks = trouble?.key === seen ? looks + 1 : 1;
    seen = trouble?.key ?? '';
    return trouble === undefined || looks < LOOKS_IN_TROUBLE ? undefined : trouble.end;
  };
}

interface Trouble {
  /** Equal as long as nothing changes. */
  readonly key: string;
  readonly end: TerminalFailure;
}

async function troubleOf(
  cluster: Cluster,
  { object, status }: { readonly object: KubernetesObject; readonly status: RolloutStatus },
  signal: AbortSignal,
): Promise<Trouble | undefined> {
  const pods = await podTrouble(cluster, object, signal);
  if (pods?.cannotPull === true) return { key: 'pull', end: { state: 'failed', message: pods.text } };
  if (workloadKindOf(object)?.perNode !== true) return undefined;
  const nodes = await unreadyNodesOf(cluster, object, signal);
  if (nodes.length === 0) return undefined;
  const message = `${status.message}: not ready: node ${nodes.join(', ')}`;
  return { key: message, end: { state: 'held-up', message } };
}
