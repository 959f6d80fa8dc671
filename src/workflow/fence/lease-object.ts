/** The Lease object. API: k8s.io/api/coordination/v1. Untrusted: anybody may have written it. */
import { type JsonPatch, unchangedSince } from '../../domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { valueAt } from '../../domain/kubernetes/pod-spec.ts';
import { LEASE_NAME } from '../../domain/kubernetes/own-names.ts';
import type { Holder } from '../../domain/run/holder.ts';
import { MANAGED_BY } from '../cluster/managed-by.ts';

/** Like client-go's defaults for leader election (k8s.io/client-go/tools/leaderelection). */
export const LEASE_SECONDS = 15;
export const RENEW_DEADLINE_SECONDS = 10;
export const RETRY_SECONDS = 2;

const NAME = 'registry-switch.io/holder';
const RUN = 'registry-switch.io/run';
const PROCESS = 'registry-switch.io/process';
const HOME = 'registry-switch.io/home';
const REACH = 'registry-switch.io/reach';

/** Annotations of the holder. */
const OWN: ReadonlySet<string> = new Set([NAME, RUN, PROCESS, HOME, REACH]);

/** Longer names are cut. */
const LONGEST_NAME = 200;

/** Annotations of an object are limited to 256 KiB; further namespaces are in the journal. */
const WIDEST_REACH = 2000;

/** `undefined`: it was released. */
export function holderOf(lease: KubernetesObject | undefined): Holder | undefined {
  const identity = valueAt(lease, ['spec', 'holderIdentity']);
  if (typeof identity !== 'string' || identity === '') return undefined;
  const { annotations = {} } = lease?.metadata ?? {};
  const { [NAME]: name = identity, [RUN]: run, [PROCESS]: process, [HOME]: stateNamespace } = annotations;
  const reach = annotations[REACH]?.split(',').slice(0, WIDEST_REACH);
  return { identity, name: name.slice(0, LONGEST_NAME), run, process, stateNamespace, reach };
}

/** Last renewal by the holder's clock: for display only, never for decisions. */
export function renewTimeOf(lease: KubernetesObject | undefined): number | undefined {
  const renewTime = valueAt(lease, ['spec', 'renewTime']);
  const time = typeof renewTime === 'string' ? Date.parse(renewTime) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** The Lease that its first holder creates. */
export function newLease(namespace: string, holder: Holder, now: number): KubernetesObject {
  const metadata = { namespace, name: LEASE_NAME, labels: MANAGED_BY, annotations: annotationsOf(holder) };
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec: heldSpec(holder, now) };
}

/** Guarded by the version: the second writer fails. */
export function acquisition(lease: KubernetesObject, holder: Holder, now: number): JsonPatch {
  const kept = Object.entries(lease.metadata.annotations ?? {}).filter(([key]) => !OWN.has(key));
  return [
    unchangedSince(lease),
    {
      op: 'add',
      path: '/metadata/annotations',
      value: { ...Object.fromEntries(kept), ...annotationsOf(holder) },
    },
    { op: 'add', path: '/spec', value: heldSpec(holder, now) },
  ];
}

export function renewal({ identity }: Holder, now: number): JsonPatch {
  return [isHeldBy(identity), { op: 'replace', path: '/spec/renewTime', value: microTime(now) }];
}

export function leaseRelease({ identity }: Holder): JsonPatch {
  return [isHeldBy(identity), { op: 'replace', path: '/spec/holderIdentity', value: '' }];
}

function isHeldBy(identity: string): JsonPatch[number] {
  return { op: 'test', path: '/spec/holderIdentity', value: identity };
}

function annotationsOf({ name, run, process, stateNamespace, reach = [] }: Holder): Record<string, string> {
  return {
    [NAME]: name,
    ...(run === undefined ? {} : { [RUN]: run }),
    ...(process === undefined ? {} : { [PROCESS]: process }),
    ...(stateNamespace === undefined ? {} : { [HOME]: stateNamespace }),
    ...(reach.length === 0 || reach.length > WIDEST_REACH ? {} : { [REACH]: reach.join(',') }),
  };
}

function heldSpec({ identity }: Holder, now: number): object {
  const time = microTime(now);
  return {
    holderIdentity: identity,
    leaseDurationSeconds: LEASE_SECONDS,
    acquireTime: time,
    renewTime: time,
  };
}

/** `metav1.MicroTime`. */
function microTime(time: number): string {
  return new Date(time).toISOString().replace('Z', '000Z');
}
