/** Writes objects as other tools do: each under its own name, and never by force. */
import type { Buildable } from '../builders/buildable.ts';
import { placeOf } from '../builders/buildable.ts';
import { collectionPath } from '../harness/kinds.ts';
import { objectPath, type KubeApi } from '../harness/kube-api.ts';

/** Server-side apply, as Helm 4, Flux and Argo CD do; throws ApiError 409 on a conflict. */
export async function applyAs(api: KubeApi, manager: string, { kind, object }: Buildable): Promise<void> {
  await api.request(`${objectPath(kind, placeOf({ kind, object }))}?fieldManager=${manager}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/apply-patch+yaml' },
    body: JSON.stringify({ apiVersion: kind.apiVersion, kind: kind.kind, ...object }),
  });
}

/** Creation by a client that knows no server-side apply, as Helm 3 and `kubectl apply` do. */
export async function createAs(api: KubeApi, manager: string, { kind, object }: Buildable): Promise<void> {
  await api.request(`${collectionPath(kind, object.metadata?.namespace)}?fieldManager=${manager}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ apiVersion: kind.apiVersion, kind: kind.kind, ...object }),
  });
}

/** An edit, as `kubectl edit` and `kubectl set image` make it. */
export async function patchAs(
  api: KubeApi,
  manager: string,
  { kind, object }: Buildable,
  change: object,
): Promise<void> {
  await api.request(`${objectPath(kind, placeOf({ kind, object }))}?fieldManager=${manager}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/strategic-merge-patch+json' },
    body: JSON.stringify(change),
  });
}
