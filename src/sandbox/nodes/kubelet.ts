import type { ObjectEvent } from '../objects/objects.ts';
import { PODS } from '../objects/api-resources.ts';
import { resourceName } from '../objects/api-resource.ts';
import type { Pod } from '../objects/pod.ts';
import type { NodeContext } from './node-context.ts';
import { PodWorker } from './pod-worker.ts';
import { isFinished } from './pod.ts';

/** Runs the pods of one node. */
export class Kubelet {
  readonly #node: NodeContext;
  readonly #workers = new Map<string, PodWorker>();
  readonly #unsubscribe: () => void;

  constructor(node: NodeContext) {
    this.#node = node;
    this.#unsubscribe = node.objects.subscribe((event) => {
      if (resourceName(event.resource) === resourceName(PODS)) this.#heard(event);
    });
    for (const pod of node.objects.list(PODS)) this.#see(pod);
  }

  stop(): void {
    this.#unsubscribe();
    for (const worker of this.#workers.values()) worker.drop();
    this.#workers.clear();
  }

  #heard({ type, object }: ObjectEvent): void {
    const pod = object as Pod;
    if (type !== 'DELETED') {
      this.#see(pod);
      return;
    }
    this.#workers.get(pod.metadata.uid)?.drop();
    this.#workers.delete(pod.metadata.uid);
  }

  #see(pod: Pod): void {
    if (pod.spec?.nodeName !== this.#node.nodeName) return;
    const worker = this.#workers.get(pod.metadata.uid);
    if (worker !== undefined) {
      worker.update(pod);
      return;
    }
    const isOver = isFinished(pod) && pod.metadata.deletionTimestamp === undefined;
    if (!isOver) this.#workers.set(pod.metadata.uid, new PodWorker(this.#node, pod));
  }
}
