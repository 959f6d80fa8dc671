/** A Lease keeps two operators apart: whoever changes the cluster holds it. API: k8s.io/api/coordination/v1. */
import { setTimeout as pause } from 'node:timers/promises';
import { ClusterError, ExpectedError } from '../../domain/errors.ts';
import type { JsonPatch } from '../../domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { LEASE_NAME } from '../../domain/kubernetes/own-names.ts';
import { LEASES } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import { MANAGED_BY } from '../cluster/managed-by.ts';

const DURATION_SECONDS = 30;
/** As often as controllers of Kubernetes do: so long a run that was taken over may go on unawares. */
const RENEW_SECONDS = 2;

export interface LeaseRequest {
  readonly namespace: string;
  /** Who wants it, unique for each process, such as `me@laptop 4711 20261121-091733-k3x9`. */
  readonly holder: string;
  /** Take it whoever holds it. */
  readonly takeover: boolean;
  /** Whether a holder is known to have ended without giving it back. */
  readonly hasEnded: (holder: string) => boolean;
}

export interface HeldLease {
  /** Aborts when somebody else took the lease over, or it could not be renewed in time. */
  readonly signal: AbortSignal;
  /** Gives it back; never throws. */
  release(): Promise<void>;
}

/** Who holds a lease that has not run out. */
export interface Holder {
  readonly holder: string;
  readonly renewed: Date;
}

/** Throws ExpectedError, with the name of the holder, when somebody else has it. */
export async function takeLease(
  cluster: Cluster,
  request: LeaseRequest,
  signal: AbortSignal,
): Promise<HeldLease> {
  const ousted = await acquire(cluster, request, signal);
  const lost = new AbortController();
  const name = { namespace: request.namespace, name: LEASE_NAME };
  let renewed = Date.now();
  const renew = async (): Promise<void> => {
    try {
      const now = new Date();
      await cluster.patch(LEASES, name, renewal(request.holder, now), { signal: lost.signal });
      renewed = now.getTime();
    } catch (error) {
      const taken = error instanceof ClusterError && TAKEN.has(error.failure);
      if (taken) lost.abort(takenOver());
      else if (Date.now() - renewed > DURATION_SECONDS * 1000) lost.abort(error);
    }
  };
  const timer = setInterval(() => void renew(), RENEW_SECONDS * 1000);
  timer.unref();
  if (ousted) await pause((RENEW_SECONDS + 1) * 1000, undefined, { signal });
  return {
    signal: lost.signal,
    release: async () => {
      clearInterval(timer);
      lost.abort();
      await cluster.patch(LEASES, name, givingBack(request.holder)).catch(() => undefined);
    },
  };
}

/** By the names that processes give themselves: `me@laptop, process 4711, run 20261121-091733-k3x9`. */
export function isHolderOf(holder: string, run: string): boolean {
  return holder.endsWith(`run ${run}`);
}

/** Who holds the lease right now; `undefined`: nobody. */
export async function leaseHolder(
  cluster: Cluster,
  namespace: string,
  signal: AbortSignal,
): Promise<Holder | undefined> {
  const lease = await cluster.get(LEASES, { namespace, name: LEASE_NAME }, signal);
  return lease === undefined ? undefined : holderOf(lease);
}

/** Whether somebody who is alive lost it by that, and has to be given the time to see it. */
async function acquire(cluster: Cluster, request: LeaseRequest, signal: AbortSignal): Promise<boolean> {
  const { namespace, holder } = request;
  const lease = await cluster.get(LEASES, { namespace, name: LEASE_NAME }, signal);
  const current = lease === undefined ? undefined : holderOf(lease);
  if (current !== undefined && !mayReplace(current, request)) throw heldBy(current);
  try {
    await write(cluster, request, lease, signal);
    return isAlive(current, request);
  } catch (error) {
    const raced = error instanceof ClusterError && RACED.has(error.failure);
    const winner = raced ? await leaseHolder(cluster, namespace, signal) : undefined;
    if (winner === undefined) throw error;
    if (winner.holder !== holder) throw heldBy(winner);
    return false;
  }
}

function mayReplace(current: Holder, { holder, takeover, hasEnded }: LeaseRequest): boolean {
  return takeover || current.holder === holder || hasEnded(current.holder);
}

function isAlive(current: Holder | undefined, { holder, hasEnded }: LeaseRequest): boolean {
  if (current === undefined || current.holder === holder || hasEnded(current.holder)) return false;
  return Date.now() - current.renewed.getTime() < 3 * RENEW_SECONDS * 1000;
}

async function write(
  cluster: Cluster,
  { namespace, holder }: LeaseRequest,
  lease: KubernetesObject | undefined,
  signal: AbortSignal,
): Promise<void> {
  const name = { namespace, name: LEASE_NAME };
  const spec = held(holder, new Date());
  if (lease === undefined) {
    const metadata = { ...name, labels: MANAGED_BY };
    const made = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec };
    await cluster.create(LEASES, made, { signal });
  } else {
    await cluster.patch(LEASES, name, acquisition(lease, spec), { signal });
  }
}

const TAKEN = new Set(['patch-test-failed', 'not-found']);
const RACED = new Set(['patch-test-failed', 'conflict', 'already-exists']);

interface LeaseSpec {
  readonly holderIdentity?: string;
  readonly leaseDurationSeconds?: number;
  readonly renewTime?: string;
}

function holderOf(lease: KubernetesObject): Holder | undefined {
  const { holderIdentity = '', leaseDurationSeconds = 0, renewTime = '' } = (lease.spec ?? {}) as LeaseSpec;
  const renewed = new Date(renewTime);
  const runsOut = renewed.getTime() + leaseDurationSeconds * 1000;
  return holderIdentity !== '' && runsOut > Date.now() ? { holder: holderIdentity, renewed } : undefined;
}

function held(holder: string, now: Date): object {
  const time = microTime(now);
  return {
    holderIdentity: holder,
    leaseDurationSeconds: DURATION_SECONDS,
    acquireTime: time,
    renewTime: time,
  };
}

/** Guarded by the version: whoever comes second fails. */
function acquisition({ metadata }: KubernetesObject, spec: object): JsonPatch {
  return [
    { op: 'test', path: '/metadata/resourceVersion', value: metadata.resourceVersion },
    { op: 'add', path: '/spec', value: spec },
  ];
}

function renewal(holder: string, now: Date): JsonPatch {
  return [
    { op: 'test', path: '/spec/holderIdentity', value: holder },
    { op: 'replace', path: '/spec/renewTime', value: microTime(now) },
  ];
}

function givingBack(holder: string): JsonPatch {
  return [
    { op: 'test', path: '/spec/holderIdentity', value: holder },
    { op: 'replace', path: '/spec/holderIdentity', value: '' },
  ];
}

/** `metav1.MicroTime`. */
function microTime(time: Date): string {
  return time.toISOString().replace('Z', '000Z');
}

function heldBy({ holder, renewed }: Holder): ExpectedError {
  const ago = Math.max(0, Math.round((Date.now() - renewed.getTime()) / 1000));
  return new ExpectedError(
    `another run is changing this cluster: ${holder}, last seen ${ago}s ago (${renewed.toISOString()})`,
    {
      nextStep: `Wait for its end: \`kubectl registry-switch status -w\`. One that was killed is let go ${DURATION_SECONDS}s after it was last seen. Stop it with --takeover.`,
    },
  );
}

function takenOver(): ExpectedError {
  return new ExpectedError('stopped: somebody else took over with --takeover', {
    nextStep: 'Nothing more is changed here. See who goes on with `kubectl registry-switch status`.',
  });
}
