/** Does something to the cluster while nobody else changes it. */
import type { Cluster } from '../../domain/ports/cluster.ts';
import { ensureNamespace } from '../cluster/ensure-namespace.ts';
import { type LeaseRequest, takeLease } from './lease.ts';

/** `body` gets a signal that also aborts when the lease is lost. Throws ExpectedError when somebody else holds it. */
export async function withLease<Result>(
  cluster: Cluster,
  request: LeaseRequest,
  signal: AbortSignal,
  body: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  await ensureNamespace(cluster, request.namespace, signal);
  const held = await takeLease(cluster, request, signal);
  try {
    return await body(AbortSignal.any([signal, held.signal]));
  } finally {
    await held.release();
  }
}
