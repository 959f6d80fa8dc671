/** How much of a limit of a quota an object uses. */
import type { V1Container, V1Pod, V1ResourceRequirements } from '@kubernetes/client-node';
import { resourceName, type ApiResource } from '../api-resource.ts';
import { formatQuantity, parseQuantity } from '../quantity.ts';
import type { Pod } from '../pod.ts';
import type { Plain, Stored } from '../stored.ts';

export interface Measure {
  readonly use: (object: Stored) => number;
  /** Names of the containers that have to say what they need and do not. */
  readonly silent?: (object: Stored) => readonly string[];
}

/** Resources that quotas also count without `count/`. */
const PLAIN: ReadonlySet<string> = new Set([
  'configmaps',
  'pods',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'services',
]);

const COMPUTE = /^(?:(requests|limits)\.)?(cpu|memory)$/;

/** How objects of a resource count for a limit, such as `pods`, `count/jobs.batch` or `requests.cpu`; or not at all. */
export function measureOf(limit: string, resource: ApiResource): Measure | undefined {
  const name = resourceName(resource);
  if (limit === `count/${name}`) return { use: () => 1 };
  if (limit === name && PLAIN.has(name)) return { use: (object) => (hasEnded(object) ? 0 : 1) };
  const [, kind = 'requests', unit] = COMPUTE.exec(limit) ?? [];
  if (unit === undefined || name !== 'pods') return undefined;
  return compute(kind === 'limits' ? 'limits' : 'requests', unit);
}

export function amount(quantity: string): number {
  return parseQuantity(quantity) ?? 0;
}

/** As the status of a quota shows an amount of a limit. */
export function shown(limit: string, value: number): string {
  return formatQuantity(value, limit.endsWith('memory'));
}

type Container = Plain<V1Container>;

function compute(kind: keyof Pick<V1ResourceRequirements, 'limits' | 'requests'>, unit: string): Measure {
  const of = ({ resources }: Container) => resources?.[kind]?.[unit];
  const sum = (containers: readonly Container[]) =>
    containers.reduce((result, container) => result + amount(of(container) ?? '0'), 0);
  return {
    use: (object) => {
      const { containers, initContainers = [] } = specOf(object);
      if (hasEnded(object)) return 0;
      // Init containers run one after the other, before the others.
      return Math.max(sum(containers), ...initContainers.map((container) => sum([container])));
    },
    silent: (object) => {
      const { containers, initContainers = [] } = specOf(object);
      const silent = [...containers, ...initContainers].filter((container) => of(container) === undefined);
      return silent.map(({ name }) => name).toSorted();
    },
  };
}

function specOf(object: Stored): Pick<NonNullable<Plain<V1Pod>['spec']>, 'containers' | 'initContainers'> {
  return (object as Pod).spec ?? { containers: [] };
}

/** Pods do not count when they have ended. */
function hasEnded(object: Stored): boolean {
  const { phase } = (object as Pod).status ?? {};
  return object.kind === 'Pod' && (phase === 'Succeeded' || phase === 'Failed');
}
