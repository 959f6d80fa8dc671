/** Rollout status of custom kinds, by the rules of their own tools. */
import { countOf } from '../count-of.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { valueAt } from '../kubernetes/pod-spec.ts';
import { podsOf, startsByItself } from './rollout-impacts.ts';
import { conditionsOf, deploymentStatus, done, isObserved, number, progressing } from './status-rules.ts';
import type { RolloutStatus } from './status-rules.ts';

/**
 * As `kubectl argo rollouts status`, which shows the phase that the controller writes:
 * https://argo-rollouts.readthedocs.io/en/stable/generated/kubectl-argo-rollouts/kubectl-argo-rollouts_status/
 */
export function argoRolloutStatus(object: KubernetesObject, before?: KubernetesObject): RolloutStatus {
  const [phase, message] = phaseOf(object);
  switch (phase) {
    case undefined:
      return deploymentStatus(object, before);
    case 'Healthy':
      return done(`${countOf(number(object, 'status', 'availableReplicas'), 'pod')} available`);
    case 'Degraded':
      return degraded(message, before !== undefined && phaseOf(before).join() === [phase, message].join());
    case 'Paused':
      return paused(object, message);
    default:
      return progressing(message === '' ? String(phase) : message);
  }
}

/** A failure from before the change does not count. */
function degraded(message: string, isOld: boolean): RolloutStatus {
  return isOld ? progressing(message) : { state: 'failed', message };
}

function paused(object: KubernetesObject, message: string): RolloutStatus {
  return goesOnByItself(object)
    ? progressing(`paused: ${message}`)
    : done(`paused (${message}): its pods follow when it is promoted`);
}

function phaseOf(object: KubernetesObject): [phase: unknown, message: string] {
  const message = valueAt(object, ['status', 'message']);
  return [valueAt(object, ['status', 'phase']), typeof message === 'string' ? message : ''];
}

/** Whether a pause ends by itself. */
function goesOnByItself(object: KubernetesObject): boolean {
  if (valueAt(object, ['spec', 'paused']) === true) return false;
  const step = Number(valueAt(object, ['status', 'currentStepIndex']) ?? 0);
  const ends = [
    ['spec', 'strategy', 'canary', 'steps', String(step), 'pause', 'duration'],
    ['spec', 'strategy', 'blueGreen', 'autoPromotionSeconds'],
  ];
  return ends.some((path) => valueAt(object, path) !== undefined);
}

/**
 * As `kubectl kruise rollout status`, and until all pods that are to be updated are:
 * https://openkruise.io/docs/user-manuals/cloneset
 */
export function cloneSetStatus(object: KubernetesObject): RolloutStatus {
  if (valueAt(object, ['spec', 'updateStrategy', 'paused']) === true) {
    return done('paused: its pods follow when it is resumed');
  }
  const wanted = number(object, 'spec', 'replicas', 1);
  const kept = podsOf(valueAt(object, ['spec', 'updateStrategy', 'partition']) ?? 0, wanted, Math.ceil);
  const due = Math.max(0, wanted - kept);
  const updated = number(object, 'status', 'updatedReadyReplicas');
  const ready = number(object, 'status', 'readyReplicas');
  if (updated < due) return progressing(`${updated} of ${due} pods updated and ready`);
  if (ready < wanted) return progressing(`${ready} of ${wanted} pods ready`);
  return done(
    kept > 0 ? `${due} of ${wanted} pods updated (partition ${kept})` : `${countOf(ready, 'pod')} ready`,
  );
}

/**
 * As `oc rollout status dc/NAME`:
 * https://docs.openshift.com/container-platform/4.16/applications/deployments/managing-deployment-processes.html and
 * https://github.com/openshift/oc/blob/master/pkg/helpers/originpolymorphichelpers/deploymentconfigs/status.go
 */
export function deploymentConfigStatus(object: KubernetesObject, before?: KubernetesObject): RolloutStatus {
  if (!startsByItself(object)) {
    return done(`patched: its pods follow with "oc rollout latest dc/${object.metadata.name}"`);
  }
  if (valueAt(object, ['spec', 'paused']) === true) return done('paused: its pods follow when it is resumed');
  if (!isObserved(object)) return progressing('waiting for its controller');
  const { reason = '', message = '' } = conditionsOf(object).find(({ type }) => type === 'Progressing') ?? {};
  if (reason === 'NewReplicationControllerAvailable') return done(message);
  if (reason === 'RolloutCancelled') return { state: 'failed', message };
  return deploymentStatus(object, before);
}
