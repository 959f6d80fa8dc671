/** Tools that manage an object, recognized by what they leave on it. */
import { isBuiltIn } from '../kubernetes/built-in-group.ts';
import { controllerOf, type KubernetesObject, type OwnerReference } from '../kubernetes/object.ts';
import { valueAt } from '../kubernetes/pod-spec.ts';
import { groupOf } from '../kubernetes/resource.ts';
import { workloadKindOf } from '../workload-kinds/workload-kind-of.ts';
import { MANAGERS, type ManagerTraits, marksOf } from './manager-table.ts';

type Tool = keyof typeof MANAGERS;

export interface Manager {
  readonly kind: Tool | 'operator';
  /** Release, application, kustomization or owner, e.g. `shop/web`. */
  readonly name: string;
  /** Recognized only by owned fields; `name` is the field manager. */
  readonly by?: 'field-manager';
}

const TOOLS: readonly (readonly [Tool, ManagerTraits])[] = Object.entries(MANAGERS) as [
  Tool,
  ManagerTraits,
][];

/** All managers of an object, by labels and annotations, otherwise by owned fields of its spec. */
export function managersOf(object: KubernetesObject): Manager[] {
  const marks = marksOf(object);
  const writers = specWriters(object);
  const found = TOOLS.map(([kind, { named, fieldManagers, perhapsNamed }]): Manager | undefined => {
    const writer = writers.find((one) => fieldManagers?.test(one) === true);
    const name = named(marks) ?? (writer === undefined ? undefined : perhapsNamed?.(marks));
    if (name !== undefined) return { kind, name };
    return writer === undefined ? undefined : { kind, name: writer, by: 'field-manager' };
  });
  return [...found, operator(controllerOf(object))].filter((manager) => manager !== undefined);
}

/** Field managers that own any field of the spec. */
function specWriters(object: KubernetesObject): string[] {
  const entries = valueAt(object, ['metadata', 'managedFields']);
  if (!Array.isArray(entries)) return [];
  return (entries as readonly unknown[]).flatMap((entry) => {
    const manager = valueAt(entry, ['manager']);
    const isStatus = valueAt(entry, ['subresource']) === 'status';
    const writes = !isStatus && valueAt(entry, ['fieldsV1', 'f:spec']) !== undefined;
    return writes && typeof manager === 'string' ? [manager] : [];
  });
}

/** Whether the manager would revert a patch from its own source. */
export function reverts({ kind }: Manager): boolean {
  return kind === 'operator' || MANAGERS[kind].reverts;
}

/** Whether the owner is of an unknown kind; not a Node, whose kubelet runs static pods. */
export function isUnknownManager({ apiVersion, kind }: OwnerReference): boolean {
  const isNode = apiVersion === 'v1' && kind === 'Node';
  return !isNode && workloadKindOf({ apiVersion, kind }) === undefined;
}

function operator(owner: OwnerReference | undefined): Manager | undefined {
  if (owner === undefined) return undefined;
  return isBuiltIn({ group: groupOf(owner.apiVersion) }) || workloadKindOf(owner) !== undefined
    ? undefined
    : { kind: 'operator', name: `${owner.kind}/${owner.name}` };
}

/** `Helm release shop/web`, for sentences. */
export function describeManager({ kind, name, by }: Manager): string {
  if (kind === 'operator') return `operator resource ${name}`;
  const { tool, noun } = MANAGERS[kind];
  return by === 'field-manager' ? `${tool} (field manager ${name})` : `${noun} ${name}`;
}
