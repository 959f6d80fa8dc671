/** Starts what a kube-controller-manager does, on the objects of one cluster. */
import type { Clock } from '../clock.ts';
import type { Objects } from '../objects/objects.ts';
import { BUILT_IN_RESOURCES } from '../objects/api-resources.ts';
import { eventRecorder } from '../objects/record-event.ts';
import type { Controller, Surroundings } from './controller.ts';
import { deploymentController } from './deployment/deployment-controller.ts';
import { makeIndexes } from './indexes.ts';
import { replicaSetController } from './replica-set/replica-set-controller.ts';
import { replicaSetKind, replicationControllerKind } from './replica-set/replicated-kind.ts';
import { runController } from './run-controller.ts';
import { Waits } from './waits.ts';

export interface ControllersOptions {
  readonly objects: Objects;
  readonly clock: Clock;
  /** PEM of the certificate authority that pods are told to trust (ConfigMap `kube-root-ca.crt`). */
  readonly clusterCa?: string;
}

export interface Controllers {
  /** Nothing is written any more, although objects change. */
  stop(): void;
}

export function startControllers({ objects, clock }: ControllersOptions): Controllers {
  const indexes = makeIndexes();
  const waits = new Waits(clock);
  const record = eventRecorder(objects, clock);
  const surroundings: Surroundings = { objects, clock, record, indexes, waits };
  const running = controllers(surroundings).map((controller) => runController(controller, surroundings));
  indexes.fill(objects);
  for (const resource of BUILT_IN_RESOURCES) {
    for (const object of objects.list<unknown>(resource)) {
      for (const one of running) one.notice({ type: 'ADDED', resource, object });
    }
  }
  const unsubscribe = objects.subscribe((event) => {
    indexes.notice(event);
    for (const one of running) one.notice(event);
  });
  return {
    stop: () => {
      unsubscribe();
      waits.stop();
      for (const one of running) one.stop();
    },
  };
}

function controllers(surroundings: Surroundings): Controller[] {
  const { indexes } = surroundings;
  return [
    deploymentController(surroundings),
    replicaSetController(surroundings, replicaSetKind(indexes)),
    replicaSetController(surroundings, replicationControllerKind(indexes)),
  ];
}
