/** Whether the nodes have taken up a new configuration: bashible tells it by annotations. */
import { secretText } from '../../../domain/credentials/secret-data.ts';
import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import { valueAt } from '../../../domain/kubernetes/pod-spec.ts';

const GROUP = 'node.deckhouse.io/group';
const CHECKSUM = 'node.deckhouse.io/configuration-checksum';
const UPDATE = 'update.node.deckhouse.io/';

/** Checksums by group of nodes, as Secret `d8-cloud-instance-manager/configuration-checksums` has them. */
export type Checksums = ReadonlyMap<string, string>;

export function checksumsIn(secret: KubernetesObject | undefined): Checksums {
  const data = (secret?.data ?? {}) as Readonly<Record<string, unknown>>;
  return new Map(Object.keys(data).map((group) => [group, secretText(secret, group) ?? '']));
}

export interface NodeState {
  readonly node: string;
  /** Why it is not in sync, to be read after its name; `undefined`: it is. */
  readonly pending?: string;
}

/** Of the nodes that Deckhouse manages: others have no group. Pure. */
export function nodeStates(nodes: readonly KubernetesObject[], expected: Checksums): NodeState[] {
  return nodes.flatMap((node) => {
    const group = node.metadata.labels?.[GROUP];
    if (group === undefined) return [];
    const pending = pendingOf(node, group, expected);
    return [{ node: node.metadata.name, ...(pending === undefined ? {} : { pending }) }];
  });
}

function pendingOf(node: KubernetesObject, group: string, expected: Checksums): string | undefined {
  const annotations = node.metadata.annotations ?? {};
  const has = (name: string) => annotations[`${UPDATE}${name}`] !== undefined;
  if (has('disruption-required') && !has('disruption-approved')) {
    return `waits until a disruption is approved (annotation ${UPDATE}disruption-approved)`;
  }
  if (has('waiting-for-approval'))
    return 'waits for approval: other nodes of its group go first, or are not ready';
  if (has('approved')) return 'applies its configuration';
  if (annotations[CHECKSUM] !== expected.get(group)) return 'has an old configuration';
  return isReady(node) ? undefined : 'is not ready';
}

interface Condition {
  readonly type: string;
  readonly status: string;
}

function isReady(node: KubernetesObject): boolean {
  const conditions = (valueAt(node, ['status', 'conditions']) ?? []) as readonly Condition[];
  return conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}
