/** Starts what a kube-controller-manager does, on the objects of one cluster. */
import type { Clock } from '../clock.ts';
import type { ObjectEvent, Objects } from '../objects/objects.ts';
import { BUILT_IN_RESOURCES } from '../objects/api-resources.ts';
import { eventRecorder } from '../objects/record-event.ts';
import type { Controller, Surroundings } from './controller.ts';
import { cronJobController } from './cron-job/cron-job-controller.ts';
import { daemonSetController } from './daemon-set/daemon-set-controller.ts';
import { deploymentController } from './deployment/deployment-controller.ts';
import { garbageCollector } from './garbage/garbage-collector.ts';
import { Ownership } from './garbage/ownership.ts';
import { makeIndexes } from './indexes.ts';
import { jobController } from './job/job-controller.ts';
import { orphanReleaser } from './job/release-orphans.ts';
import { ttlController } from './job/ttl-controller.ts';
import { namespaceController } from './namespaces/namespace-controller.ts';
import { namespaceEquipment } from './namespaces/namespace-equipment.ts';
import { quotaController } from './quota/quota-controller.ts';
import { replicaSetController } from './replica-set/replica-set-controller.ts';
import { replicaSetKind, replicationControllerKind } from './replica-set/replicated-kind.ts';
import { statefulSetController } from './stateful-set/stateful-set-controller.ts';
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

export function startControllers({ objects, clock, clusterCa = '' }: ControllersOptions): Controllers {
  const indexes = makeIndexes();
  const ownership = new Ownership();
  const waits = new Waits(clock);
  const record = eventRecorder(objects, clock);
  const surroundings: Surroundings = { objects, clock, record, indexes, ownership, waits };
  const running = controllers(surroundings, clusterCa).map((one) => runController(one, surroundings));
  const notice = (event: ObjectEvent): void => {
    indexes.notice(event);
    ownership.notice(event);
    for (const one of running) one.notice(event);
  };
  for (const resource of BUILT_IN_RESOURCES) {
    for (const object of objects.list<unknown>(resource)) notice({ type: 'ADDED', resource, object });
  }
  const unsubscribe = objects.subscribe(notice);
  return {
    stop: () => {
      unsubscribe();
      waits.stop();
      for (const one of running) one.stop();
    },
  };
}

function controllers(surroundings: Surroundings, clusterCa: string): Controller[] {
  const { indexes } = surroundings;
  return [
    deploymentController(surroundings),
    replicaSetController(surroundings, replicaSetKind(indexes)),
    replicaSetController(surroundings, replicationControllerKind(indexes)),
    garbageCollector(surroundings),
    statefulSetController(surroundings),
    daemonSetController(surroundings),
    jobController(surroundings),
    cronJobController(surroundings),
    quotaController(surroundings),
    orphanReleaser(surroundings),
    ttlController(surroundings),
    namespaceController(surroundings),
    namespaceEquipment(surroundings, clusterCa),
  ];
}
