/** The next step in the life of a node with bashible, from its annotations. */
export const CHECKSUM = 'node.deckhouse.io/configuration-checksum';
export const REGISTRY_VERSION = 'registry.deckhouse.io/version';
/** `custom`: its own configuration of registries stands in the way of Deckhouse's. */
export const CONTAINERD_LABEL = 'node.deckhouse.io/containerd-config-registry';
export const GROUP_LABEL = 'node.deckhouse.io/group';

const UPDATE = 'update.node.deckhouse.io';
const WAITING = `${UPDATE}/waiting-for-approval`;
const APPROVED = `${UPDATE}/approved`;

export const UPDATE_ANNOTATIONS: readonly string[] = [WAITING, APPROVED];

export interface GroupNode {
  readonly name: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly ready: boolean;
}

export interface NodeGroupView {
  /** What its nodes are to have applied. */
  readonly expected: string;
  /** What is annotated besides, once they have. */
  readonly registryVersion?: string;
  readonly nodes: readonly GroupNode[];
  /** How many may be at work at once. */
  readonly maxConcurrent: number;
}

/** Annotations to set, or to remove (null), after so many seconds; each change is a request of its own. */
export interface NodeStep {
  readonly seconds: number;
  readonly changes: readonly Readonly<Record<string, string | null>>[];
}

/** `undefined`: it is in sync, or has to wait. */
export function nodeStep({ annotations }: GroupNode, group: NodeGroupView): NodeStep | undefined {
  const { expected, registryVersion } = group;
  const applied = { [CHECKSUM]: expected, ...(registryVersion && { [REGISTRY_VERSION]: registryVersion }) };
  if (annotations[APPROVED] !== undefined) {
    return { seconds: 2, changes: [applied, { [APPROVED]: null, [WAITING]: null }] };
  }
  if (annotations[WAITING] !== undefined) {
    return mayApprove(group) ? { seconds: 1, changes: [{ [APPROVED]: '', [WAITING]: null }] } : undefined;
  }
  if (annotations[CHECKSUM] === expected) return undefined;
  return { seconds: 1, changes: [{ [CHECKSUM]: null, [WAITING]: '' }] };
}

export function isApproved({ annotations }: GroupNode): boolean {
  return annotations[APPROVED] !== undefined;
}

export function isWaiting({ annotations }: GroupNode): boolean {
  return annotations[WAITING] !== undefined;
}

function mayApprove({ nodes, maxConcurrent }: NodeGroupView): boolean {
  return nodes.filter(isApproved).length < maxConcurrent && nodes.every(({ ready }) => ready);
}
