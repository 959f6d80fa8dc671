/** Objects with controllers and a kubelet that obeys, for tests. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { startControllers } from '../../../src/sandbox/controllers/start-controllers.ts';
import type { Pod } from '../../../src/sandbox/controllers/kinds.ts';
import type { ApiResource } from '../../../src/sandbox/objects/api-resource.ts';
import { EVENTS, NAMESPACES, PODS } from '../../../src/sandbox/objects/api-resources.ts';
import { KeptObjects } from '../../../src/sandbox/objects/kept-objects.ts';
import type { Change, Draft, Objects } from '../../../src/sandbox/objects/objects.ts';
import type { Stored } from '../../../src/sandbox/objects/stored.ts';
import { kubeletDouble, type KubeletDouble } from './kubelet-double.ts';
import { manualClock, type ManualClock } from './manual-clock.ts';

export const NAMESPACE = 'shop';

/** Turns of the event loop in which nothing happens before all is taken to be quiet. */
const QUIET = 40;

export class TestCluster {
  readonly objects: Objects;
  readonly clock: ManualClock;
  readonly kubelet: KubeletDouble;
  readonly #controllers: { stop(): void };

  /** `refuse` may throw what the API would, before a pod is created. */
  constructor(options: { readonly speed?: number; readonly refuse?: (draft: Draft) => void } = {}) {
    this.clock = manualClock(options.speed);
    const { refuse } = options;
    this.objects = refuse === undefined ? new KeptObjects(this.clock) : refusing(this.clock, refuse);
    this.kubelet = kubeletDouble(this.objects, this.clock, NAMESPACE);
    this.#controllers = startControllers({
      objects: this.objects,
      clock: this.clock,
      clusterCa: 'CA',
    });
    this.objects.create(NAMESPACES, { metadata: { name: NAMESPACE } });
  }

  stop(): void {
    this.#controllers.stop();
  }

  async settle(): Promise<void> {
    for (let quiet = 0; quiet < QUIET; quiet += 1) {
      const { version } = this.objects;
      await nextTurn();
      if (this.objects.version !== version) quiet = 0;
    }
  }

  async pass(seconds: number): Promise<void> {
    this.clock.advance(seconds);
    await this.settle();
  }

  async create<Type>(resource: ApiResource<Type>, draft: Draft): Promise<Stored<Type>> {
    const { name } = this.objects.create(resource, draft).metadata;
    await this.settle();
    return this.get(resource, name);
  }

  async update<Type>(resource: ApiResource<Type>, name: string, change: Change<Type>): Promise<void> {
    this.objects.update(resource, { namespace: NAMESPACE, name }, change);
    await this.settle();
  }

  async delete<Type>(resource: ApiResource<Type>, name: string): Promise<void> {
    this.objects.delete(resource, { namespace: NAMESPACE, name });
    await this.settle();
  }

  get<Type>(resource: ApiResource<Type>, name: string): Stored<Type> {
    const found = this.objects.get(resource, { namespace: NAMESPACE, name });
    if (found === undefined) throw new Error(`no ${resource.kind} ${name}`);
    return found;
  }

  list<Type>(resource: ApiResource<Type>): readonly Stored<Type>[] {
    return this.objects.list(resource, NAMESPACE);
  }

  pods(): readonly Pod[] {
    return this.list(PODS);
  }

  /** `reason: message` of the events about an object, oldest first. */
  events(about: string): string[] {
    return this.list(EVENTS)
      .filter(({ involvedObject }) => involvedObject.name === about)
      .toSorted((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
      .map(({ reason = '', message = '' }) => `${reason}: ${message}`);
  }
}

function refusing(clock: ManualClock, refuse: (draft: Draft) => void): Objects {
  return new (class extends KeptObjects {
    override create<Type>(resource: ApiResource<Type>, draft: Draft): Stored<Type> {
      if ((resource as ApiResource) === PODS) refuse(draft);
      return super.create(resource, draft);
    }
  })(clock);
}
