/** The ReplicaSet of a template that no ReplicaSet has yet (k8s `getNewReplicaSet`). */
import { ApiFailure } from '../../objects/api-failure.ts';
import { REPLICA_SETS } from '../../objects/api-resources.ts';
import type { Surroundings } from '../controller.ts';
import type { ReplicaSet } from '../kinds.ts';
import { controllerReference } from '../owner-reference.ts';
import { templateHash } from '../template-hash.ts';
import { putProgress } from './progress.ts';
import { handedDown, nextRevision, putRevision, REVISION, sizeAnnotations } from './revisions.ts';
import { HASH_LABEL, sizeOf, total, type Rollout } from './rollout.ts';
import { COMPONENT } from './scale-replica-set.ts';

export function createReplicaSet(surroundings: Surroundings, rollout: Rollout): ReplicaSet {
  const { deployment, old } = rollout;
  try {
    const created = surroundings.objects.create(REPLICA_SETS, draft(rollout));
    const { name } = created.metadata;
    const size = sizeOf(created);
    if (size > 0) {
      const message = `Scaled up replica set ${name} from 0 to ${size}`;
      tell(surroundings, rollout, { type: 'Normal', reason: 'ScalingReplicaSet', message });
    }
    putRevision(surroundings, deployment, String(nextRevision(old)));
    const message = `Created new replica set "${name}"`;
    putProgress(surroundings, rollout, { status: 'True', reason: 'NewReplicaSetCreated', message });
    return created;
  } catch (error) {
    if (error instanceof ApiFailure) refused(surroundings, rollout, error);
    throw error;
  }
}

/** How many pods the new ReplicaSet may have now. */
export function allowedSize({ wish, current, old }: Rollout): number {
  const size = current === undefined ? 0 : sizeOf(current);
  if (wish.recreate) return wish.replicas;
  const room = wish.replicas + wish.maxSurge - total(old, sizeOf) - size;
  return size + Math.min(Math.max(room, 0), wish.replicas - size);
}

function draft(rollout: Rollout) {
  const { deployment, wish, old } = rollout;
  const { namespace, name } = deployment.metadata;
  const { template } = wish;
  const hash = templateHash(template);
  const labels = { ...template?.metadata?.labels, [HASH_LABEL]: hash };
  const selector = deployment.spec?.selector;
  return {
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels,
      annotations: {
        ...handedDown(deployment),
        ...sizeAnnotations(wish),
        [REVISION]: String(nextRevision(old)),
      },
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas: allowedSize(rollout),
      ...(wish.minReadySeconds === 0 ? {} : { minReadySeconds: wish.minReadySeconds }),
      selector: { ...selector, matchLabels: { ...selector?.matchLabels, [HASH_LABEL]: hash } },
      template: { ...template, metadata: { ...template?.metadata, labels } },
    },
  };
}

/** Unless the namespace is being deleted, it is told. */
function refused(surroundings: Surroundings, rollout: Rollout, { message, details }: ApiFailure): void {
  if (details?.causes?.some((cause) => cause.reason === 'NamespaceTerminating') === true) return;
  const { name } = draft(rollout).metadata;
  const news = {
    reason: 'ReplicaSetCreateError',
    message: `Failed to create new replica set "${name}": ${message}`,
  };
  putProgress(surroundings, rollout, { ...news, status: 'False' });
  tell(surroundings, rollout, { ...news, type: 'Warning' });
}

interface Told {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

function tell({ record }: Surroundings, { deployment }: Rollout, news: Told): void {
  record({ about: deployment, component: COMPONENT, ...news });
}
