/** Rolls the template of a Deployment out through ReplicaSets (k8s `pkg/controller/deployment`). */
import { DEPLOYMENTS, REPLICA_SETS } from '../../objects/api-resources.ts';
import { adopters } from '../adopters.ts';
import { claimDependents } from '../claim-dependents.ts';
import { conditionOf } from '../conditions.ts';
import { selfOrOwner, type Controller, type Surroundings } from '../controller.ts';
import type { Deployment } from '../kinds.ts';
import { cleanHistory } from './clean-history.ts';
import { writeStatus } from './deployment-status.ts';
import { isComplete, PROGRESSING, putProgress } from './progress.ts';
import { isScaled, scaleAll } from './scale-deployment.ts';
import { recreate } from './recreate.ts';
import { keepRevision } from './revisions.ts';
import { rollOn } from './rolling-update.ts';
import { readRollout, type Rollout } from './rollout.ts';
import { COMPONENT } from './scale-replica-set.ts';

export function deploymentController(surroundings: Surroundings): Controller {
  const { objects, indexes } = surroundings;
  const direct = selfOrOwner(DEPLOYMENTS, [REPLICA_SETS]);
  return {
    name: COMPONENT,
    concerned: (event) => {
      const orphaned =
        event.resource === REPLICA_SETS
          ? adopters(event, indexes.deployments, ({ spec }) => spec?.selector)
          : [];
      return [...direct(event), ...orphaned];
    },
    reconcile: (name, again) => {
      const deployment = objects.get(DEPLOYMENTS, name);
      if (deployment === undefined) return;
      const { selector } = deployment.spec ?? {};
      claimDependents(surroundings, { owner: deployment, selector, dependents: indexes.replicaSets });
      const judged = bringOn(surroundings, deployment);
      const now = objects.get(DEPLOYMENTS, name) ?? deployment;
      writeStatus(surroundings, readRollout(surroundings, now), { judged, again });
    },
  };
}

/** Returns whether the rollout runs: neither deleted nor paused, and not only its size changes. */
function bringOn(surroundings: Surroundings, deployment: Deployment): boolean {
  if (deployment.metadata.deletionTimestamp !== undefined) return false;
  notePause(surroundings, readRollout(surroundings, deployment));
  keepRevision(surroundings, readRollout(surroundings, deployment));
  const rollout = readRollout(surroundings, deployment);
  const { paused } = rollout.wish;
  if (paused || isScaled(rollout)) {
    scaleAll(surroundings, rollout);
    if (paused) cleanHistory(surroundings, rollout);
    return false;
  }
  (rollout.wish.recreate ? recreate : rollOn)(surroundings, rollout);
  if (isComplete(rollout, deployment.status)) cleanHistory(surroundings, rollout);
  return true;
}

/** The time of a pause does not count against the deadline. */
function notePause(surroundings: Surroundings, rollout: Rollout): void {
  const reason = conditionOf(rollout.deployment.status?.conditions, PROGRESSING)?.reason;
  const noted = reason === 'DeploymentPaused';
  if (reason === 'ProgressDeadlineExceeded' || noted === rollout.wish.paused) return;
  const [state, message] = noted ? ['Resumed', 'resumed'] : ['Paused', 'paused'];
  putProgress(surroundings, rollout, {
    status: 'Unknown',
    reason: `Deployment${state}`,
    message: `Deployment is ${message}`,
  });
}
