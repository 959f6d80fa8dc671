/** ControllerRevisions: the templates that a StatefulSet or DaemonSet had (k8s `pkg/controller/history`). */
import { CONTROLLER_REVISIONS } from '../../objects/api-resources.ts';
import type { Stored } from '../../objects/stored.ts';
import type { Surroundings } from '../controller.ts';
import type { ControllerRevision, PodTemplate } from '../kinds.ts';
import { controllerReference } from '../owner-reference.ts';
import { canonical, templateHash } from '../template-hash.ts';

export interface HistoryLimit {
  readonly owner: Stored;
  readonly template: PodTemplate | undefined;
  /** Label of the revisions that holds their hash. */
  readonly hashLabel: string;
}

export interface History {
  /** Has the template of the owner. */
  readonly update: ControllerRevision;
  /** All, oldest first. */
  readonly all: readonly ControllerRevision[];
}

/** A template that was there before gets its revision again, as the newest; a new one gets a new revision. */
export function keepHistory(surroundings: Surroundings, wish: HistoryLimit): History {
  const { uid } = wish.owner.metadata;
  const data = canonical(dataOf(wish.template));
  const before = revisionsOf(surroundings, uid);
  const equal = before.findLast((revision) => canonical(revision.data) === data);
  const newest = before.at(-1);
  const number = (newest?.revision ?? 0) + 1;
  if (equal !== undefined && equal === newest) return { update: equal, all: before };
  if (equal === undefined) return create(surroundings, wish, number);
  const { objects } = surroundings;
  const update = objects.update(CONTROLLER_REVISIONS, equal.metadata, (current) => ({
    ...current,
    revision: number,
  }));
  return { update, all: revisionsOf(surroundings, uid) };
}

/** The template of a revision. */
export function templateOf({ data }: ControllerRevision): PodTemplate {
  const { spec } = data as { readonly spec: { readonly template: PodTemplate } };
  const fields = Object.entries(spec.template).filter(([field]) => field !== '$patch');
  return Object.fromEntries(fields);
}

/** Deletes the oldest revisions beyond the limit, but for those that are in use. */
export function trimHistory(
  { objects }: Surroundings,
  { all }: History,
  { limit, live }: { readonly limit: number; readonly live: ReadonlySet<string> },
): void {
  const past = all.filter(({ metadata }) => !live.has(metadata.name));
  for (const { metadata } of past.slice(0, Math.max(0, past.length - limit))) {
    objects.delete(CONTROLLER_REVISIONS, metadata);
  }
}

function revisionsOf({ indexes }: Surroundings, uid: string): readonly ControllerRevision[] {
  return indexes.revisions.controlledBy(uid).toSorted((a, b) => a.revision - b.revision);
}

/** A patch that brings the template back, by which `kubectl rollout undo` does. */
function dataOf(template: PodTemplate | undefined) {
  return { spec: { template: { ...template, $patch: 'replace' } } };
}

function create(surroundings: Surroundings, wish: HistoryLimit, revision: number): History {
  const { owner, template, hashLabel } = wish;
  const { name, namespace, uid, annotations } = owner.metadata;
  const hash = templateHash(template);
  const update = surroundings.objects.create(CONTROLLER_REVISIONS, {
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels: { ...template?.metadata?.labels, [hashLabel]: hash },
      ...(annotations === undefined ? {} : { annotations }),
      ownerReferences: [controllerReference(owner)],
    },
    data: dataOf(template),
    revision,
  });
  return { update, all: revisionsOf(surroundings, uid) };
}
