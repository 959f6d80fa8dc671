/** Starts what a kube-controller-manager does, on the objects of one cluster. */
import type { Clock } from '../clock.ts';
import type { Objects } from '../objects/objects.ts';

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

export function startControllers({ objects }: ControllersOptions): Controllers {
  return { stop: objects.subscribe(() => undefined) };
}
