/** Somebody who holds leases, for as long as a test wants. */
import assert from 'node:assert/strict';
import { ClusterError, ExpectedError } from '../../../src/domain/errors.ts';
import { CONFIG_MAPS, LEASES } from '../../../src/domain/kubernetes/resource.ts';
import type { Cluster } from '../../../src/domain/ports/cluster.ts';
import { type Fenced, type LeaseCall, withLeases } from '../../../src/workflow/fence/with-leases.ts';
import type { InMemoryCluster } from '../../support/in-memory-cluster.ts';

const { signal } = new AbortController();

const note = (namespace: string) =>
  ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name: 'note' } }) as const;

/** Somebody who holds leases until told to end. */
export interface Running extends Fenced {
  readonly end: () => Promise<void>;
}

export async function hold(cluster: Cluster, terms: LeaseCall): Promise<Running> {
  const begun = Promise.withResolvers<Fenced>();
  const ending = Promise.withResolvers<undefined>();
  const done = withLeases(cluster, terms, signal, async (fenced) => {
    begun.resolve(fenced);
    await ending.promise;
  });
  done.catch(begun.reject);
  const fenced = await begun.promise;
  return {
    ...fenced,
    end: async () => {
      ending.resolve(undefined);
      await done;
    },
  };
}

export async function refusal(trying: Promise<unknown>): Promise<ExpectedError> {
  const error: unknown = await trying.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof ExpectedError, `refused: ${String(error)}`);
  return error;
}

export const write = async (cluster: Cluster, namespace = 'shop') =>
  cluster.create(CONFIG_MAPS, note(namespace));

/** From now on nobody can have one in these namespaces. */
export function refuseLease(cluster: InMemoryCluster, ...namespaces: readonly string[]): void {
  const create = cluster.create.bind(cluster);
  cluster.create = async (resource, object, options) => {
    if (resource === LEASES && namespaces.includes(object.metadata.namespace ?? '')) {
      throw new ClusterError('forbidden', 'exceeded quota: tight', { nextStep: 'Raise the quota.' });
    }
    return create(resource, object, options);
  };
}
