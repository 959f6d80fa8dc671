/**
 * Owners that start pods only from time to time, such as ScaledJob, CronWorkflow or Workflow, known by the last pods
 * they started. Pure.
 */
import { tryParseImageReference } from '../image/parse-reference.ts';
import { certainPlace } from '../image/templated.ts';
import { jsonPointer } from '../kubernetes/json-patch.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { groupOf, type Resource } from '../kubernetes/resource.ts';
import { refOf } from '../kubernetes/object-ref.ts';
import { valueAt } from '../kubernetes/pod-spec.ts';
import type { ImageField } from '../image-fields/image-field.ts';
import { managersOf } from './manager.ts';
import { STAND_IN, type Workload } from './workload.ts';

const END_TIMES = [
  ...(['completionTime', 'completionTimestamp', 'completedAt', 'finishedAt'] as const),
  ...(['endTime', 'terminationTime'] as const),
];
const END_CONDITIONS: ReadonlySet<string> = new Set(['Complete', 'Completed', 'Succeeded', 'Failed']);
/** Fields that indicate further runs, at any depth. */
const AGAIN = /^(schedules?|cron|cronSchedule|interval|period|triggers?)$/i;

/** API groups of run-once kinds, where a condition means the end; elsewhere it may be the end of one of many runs. */
const RUN_ONCE: ReadonlySet<string> = new Set([
  ...['argoproj.io', 'batch.volcano.sh', 'jobset.x-k8s.io', 'kubeflow.org', 'ray.io', 'sparkoperator.k8s.io'],
  ...['tekton.dev', 'workload.codeflare.dev'],
]);

/**
 * Whether it has certainly completed: by a completion time (Argo Workflow, Tekton runs, Kubeflow and Ray jobs) or a
 * condition as in Jobs. For kinds with a schedule, these describe only the last run.
 */
export function isOver({
  apiVersion,
  spec,
  status,
}: Pick<KubernetesObject, 'apiVersion' | 'spec' | 'status'>): boolean {
  if (hasField(spec, AGAIN)) return false;
  if (END_TIMES.some((field) => typeof valueAt(status, [field]) === 'string')) return true;
  const conditions = valueAt(status, ['conditions']);
  return (
    RUN_ONCE.has(groupOf(apiVersion)) &&
    Array.isArray(conditions) &&
    conditions.some(
      (one: unknown) =>
        END_CONDITIONS.has(String(valueAt(one, ['type']))) && valueAt(one, ['status']) === 'True',
    )
  );
}

function hasField(whole: unknown, name: RegExp): boolean {
  const open: unknown[] = [whole];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value) && Object.keys(value).some((field) => name.test(field))) return true;
    open.push(...(Object.values(value) as unknown[]).filter((one) => one !== undefined));
  }
  return false;
}

/** All strings in its spec under the key `image`. */
export function imagesNamedBy({ spec }: Pick<KubernetesObject, 'spec'>): ImageField[] {
  const found: ImageField[] = [];
  const open: { readonly value: unknown; readonly path: readonly (string | number)[] }[] = [
    { value: spec, path: ['spec'] },
  ];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const { value, path } = one;
    if (typeof value === 'string' && path.at(-1) === 'image') {
      const pointer = jsonPointer(...path);
      found.push({ slot: 'field', name: pointer, image: value, pointer });
    } else if (typeof value === 'object' && value !== null) {
      const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
      open.push(
        ...entries.map(([key, inner]: [string | number, unknown]) => ({
          value: inner,
          path: [...path, key],
        })),
      );
    }
  }
  return found.sort((a, b) => (a.pointer < b.pointer ? -1 : 1));
}

/**
 * The source images that it will start again: those in its own spec, or, if it names none or only parts, those of the
 * pods that it started last.
 */
export function imagesToCome(
  owner: Pick<KubernetesObject, 'spec'>,
  last: readonly ImageField[],
  isSource: (image: string) => boolean,
): ImageField[] {
  const named = imagesNamedBy(owner);
  const own = named.filter(({ image }) => isSource(image));
  if (own.length > 0) return own;
  const before = last.filter(({ image }) => isSource(image));
  const isChanged =
    named.length > 0 &&
    named.every(({ image }) => isWhole(image) && !before.some((one) => one.image.endsWith(image)));
  return isChanged ? [] : before;
}

function isWhole(image: string): boolean {
  const reference = tryParseImageReference(image);
  if (reference === undefined || certainPlace(image) !== undefined) return false;
  return reference.tag !== undefined || reference.digest !== undefined;
}

/** The owner as a workload of unknown kind, with the pull Secrets of the pods that it started last. */
export function ownerOfEnded(
  resource: Resource,
  owner: KubernetesObject,
  { child, images }: { readonly child: Workload; readonly images: readonly ImageField[] },
): Workload {
  const { serviceAccount, pullSecrets } = child;
  return {
    ...STAND_IN,
    ref: refOf(resource, owner),
    images,
    ...(resource.namespaced ? { pullSecrets } : { pullSecrets: [] }),
    ...(serviceAccount === undefined || !resource.namespaced ? {} : { serviceAccount }),
    managers: managersOf(owner),
    nothingRuns: true,
  };
}

/** The newest child, the best indication of future ones. */
export function newest(children: readonly Workload[]): Workload | undefined {
  return children.toSorted((a, b) => ((a.created ?? '') < (b.created ?? '') ? 1 : -1))[0];
}
