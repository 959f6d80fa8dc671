/** Leases and who wants them, for tests. */
import { LEASE_NAME } from '../../../src/domain/kubernetes/own-names.ts';
import { LEASES } from '../../../src/domain/kubernetes/resource.ts';
import type { Cluster } from '../../../src/domain/ports/cluster.ts';
import type { Holder } from '../../../src/domain/run/holder.ts';
import { holderOf, newLease } from '../../../src/workflow/fence/lease-object.ts';
import type { LeaseCall } from '../../../src/workflow/fence/with-leases.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { recordedWork } from '../../support/recorded-work.ts';
import { manualClock, type ManualClock } from './manual-clock.ts';

export function holder(name: string, more: Partial<Holder> = {}): Holder {
  return { identity: `id of ${name}`, name, ...more };
}

/** Held since a while ago by the clock of somebody. */
export function heldLease(namespace: string, who: Holder, now = Date.UTC(2026, 10, 30)): KubernetesObject {
  return newLease(namespace, who, now);
}

export function freeLease(namespace: string): KubernetesObject {
  const lease = newLease(namespace, holder('gone'), 0);
  return { ...lease, spec: { ...(lease.spec as object), holderIdentity: '' } };
}

export interface TestCall extends LeaseCall {
  readonly clock: ManualClock;
  /** Titles of what was waited for. */
  readonly waits: readonly string[];
}

/** A call of somebody for some namespaces. */
export function call(
  name: string,
  namespaces: readonly string[],
  more: Partial<LeaseCall> & { readonly clock?: ManualClock } = {},
): TestCall {
  const waits: string[] = [];
  const clock = manualClock();
  return {
    holder: holder(name),
    takeover: false,
    hasEnded: () => false,
    leaveOut: false,
    customImages: [],
    namespaces,
    clock,
    waits,
    whileWaiting: async (title, wait) => {
      waits.push(title);
      await wait(recordedWork());
    },
    ...more,
  };
}

/** Name of who holds the lease of a namespace. */
export async function holderIn(cluster: Cluster, namespace: string): Promise<string | undefined> {
  return holderOf(await cluster.get(LEASES, { namespace, name: LEASE_NAME }))?.name;
}
