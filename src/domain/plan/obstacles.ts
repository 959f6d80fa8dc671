/** Why a workload cannot or should not be patched: a list of named checks that return the reason. */
import { controllerChain } from '../inventory/inventory.ts';
import { describeManager, reverts } from '../inventory/manager.ts';
import type { Workload } from '../inventory/workload.ts';
import { pointerSegments } from '../kubernetes/json-patch.ts';
import { resourceName } from '../kubernetes/resource.ts';
import { describeRef, type ObjectRef } from '../kubernetes/object-ref.ts';
import { podReplacementOf, workloadKindOf } from '../workload-kinds/workload-kind-of.ts';
import type { Profile } from './profile.ts';
import type { LeftAloneCode } from './plan.ts';

export interface Obstacle {
  readonly code: LeftAloneCode;
  readonly reason: string;
}

/** Why an image of the source, as written, cannot be moved. */
export type UnsupportedImage = Obstacle & { readonly image: string };

export interface ObstacleContext {
  readonly byUid: ReadonlyMap<string, Workload>;
  /** Also patch what Argo CD, Flux and similar tools manage. */
  readonly includeManaged: boolean;
  /** Absent: no platform changes workloads by itself. */
  readonly profile?: Pick<Profile, 'leaves'>;
}

type Check = (workload: Workload, context: ObstacleContext) => Obstacle | undefined;

const CHECKS: readonly Check[] = [finished, staticPod, controlled, ofPlatform, gitOps, immutable];

/** The first obstacle, or `undefined` when the workload may be patched. */
export function obstacleFor(workload: Workload, context: ObstacleContext): Obstacle | undefined {
  for (const check of CHECKS) {
    const obstacle = check(workload, context);
    if (obstacle !== undefined) return obstacle;
  }
  return undefined;
}

function finished({ finished, ref }: Workload): Obstacle | undefined {
  return finished
    ? { code: 'finished', reason: `the ${ref.resource.kind} has completed and pulls no more` }
    : undefined;
}

function staticPod({ staticPod }: Workload): Obstacle | undefined {
  return staticPod === undefined
    ? undefined
    : {
        code: 'static-pod',
        reason: `static pod: edit its manifest (${staticPod.source}) on node ${staticPod.node}`,
      };
}

function controlled(workload: Workload, { byUid }: ObstacleContext): Obstacle | undefined {
  const { controller, ref, unknownKind } = workload;
  if (unknownKind === true) return { code: 'controlled', reason: unknownReason(workload) };
  if (controller === undefined) return undefined;
  if (isImmutable(ref) && workloadKindOf(controller)?.through?.kind === ref.resource.kind) {
    const reason = `the template of a Job is immutable: let it finish, the next one follows CronJob ${controller.name}`;
    return { code: 'immutable', reason };
  }
  const owner = controllerChain(controller, byUid).at(-1);
  const name = owner === undefined ? `${controller.kind} ${controller.name}` : describeRef(owner.ref);
  return {
    code: 'controlled',
    reason: `${name} controls it and would revert a patch: give the field with the image by --image-path`,
  };
}

/** Suggests the complete flag if a field of the object has the image. */
function unknownReason({ ref: { resource }, images, nothingRuns }: Workload): string {
  const next = nothingRuns === true ? ', and the next pods that it starts will pull it again' : '';
  const field = images.find(({ slot }) => slot === 'field');
  const value = field === undefined ? '' : ` '${resourceName(resource)}=${pathExpression(field.pointer)}'`;
  return `unsupported kind ${resource.kind}${next}: give the field with the image by --image-path${value}`;
}

/** The JSONPath of a JSON pointer, e.g. `{.spec.jobs[0].image}`. */
function pathExpression(pointer: string): string {
  const path = pointerSegments(pointer).map((segment) => {
    if (/^\d+$/.test(segment)) return `[${segment}]`;
    return /^[\w-]+$/.test(segment) ? `.${segment}` : `['${segment}']`;
  });
  return `{${path.join('')}}`;
}

function ofPlatform(workload: Workload, { includeManaged, profile }: ObstacleContext): Obstacle | undefined {
  const reason = includeManaged ? undefined : profile?.leaves(workload);
  return reason === undefined ? undefined : { code: 'platform', reason };
}

function gitOps({ managers }: Workload, { includeManaged }: ObstacleContext): Obstacle | undefined {
  const manager = managers.find((candidate) => candidate.kind !== 'operator' && reverts(candidate));
  if (manager === undefined || includeManaged) return undefined;
  return {
    code: 'gitops',
    reason: `${describeManager(manager)} would revert a patch: change the image at its source, or patch anyway with --include-managed`,
  };
}

function immutable({ ref }: Workload): Obstacle | undefined {
  return isImmutable(ref)
    ? { code: 'immutable', reason: 'the template of a Job is immutable: let it finish, or recreate it' }
    : undefined;
}

function isImmutable({ resource }: ObjectRef): boolean {
  return podReplacementOf(resource) === 'none';
}
