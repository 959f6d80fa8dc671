/** The cluster's API over plain HTTP on this machine: `kubectl proxy` logs in, whatever the kubeconfig says. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { ClusterHandle } from './cluster-handle.ts';
import { collectionPath, type ApiObject, type Kind } from './kinds.ts';

export interface ObjectName {
  /** Absent for cluster-scoped objects. */
  readonly namespace?: string;
  readonly name: string;
}

export interface KubeApi extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  get<Type extends ApiObject>(kind: Kind<Type>, name: ObjectName): Promise<Type | undefined>;
  list<Type extends ApiObject>(kind: Kind<Type>, namespace?: string): Promise<Type[]>;
  /** Creates an object or makes it what is given (server-side apply); an unknown field is an error. */
  apply(kind: Kind<ApiObject>, object: ApiObject): Promise<void>;
  /** Changes an object by a JSON Patch (an array) or a JSON merge patch. */
  patch(kind: Kind<ApiObject>, name: ObjectName, change: object): Promise<void>;
  /** Deletes an object, pods at once; nothing happens when there is none. */
  delete(kind: Kind<ApiObject>, name: ObjectName): Promise<void>;
  /** Any other request; throws unless the answer is a success. */
  request(path: string, options?: RequestInit): Promise<Response>;
}

export class ApiError extends Error {
  readonly status: number;

  constructor(what: string, status: number, answer: string) {
    super(`${what}: ${status.toString()} ${answer}`);
    this.name = 'ApiError';
    this.status = status;
  }
}

export async function openKubeApi(cluster: ClusterHandle): Promise<KubeApi> {
  const args = ['proxy', '--port=0', '--kubeconfig', cluster.kubeconfig];
  const proxy = spawn('kubectl', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface(proxy.stdout), 'line')) as [string];
  const url = `http://${line.split(' ').at(-1) ?? ''}`;
  const request = async (path: string, options: RequestInit = {}): Promise<Response> => {
    const response = await fetch(url + path, options);
    if (response.ok) return response;
    throw new ApiError(`${options.method ?? 'GET'} ${path}`, response.status, await response.text());
  };
  return {
    url,
    request,
    get: async (kind, name) => {
      try {
        const response = await request(objectPath(kind, name));
        return (await response.json()) as NonNullable<typeof kind.objects>;
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return undefined;
        throw error;
      }
    },
    list: async (kind, namespace) => {
      const response = await request(collectionPath(kind, namespace));
      return ((await response.json()) as { items: NonNullable<typeof kind.objects>[] }).items;
    },
    apply: async (kind, object) => {
      const query = '?fieldManager=behaviour-tests&force=true&fieldValidation=Strict';
      await request(objectPath(kind, nameOf(object)) + query, {
        method: 'PATCH',
        headers: { 'content-type': 'application/apply-patch+yaml' },
        body: JSON.stringify({ apiVersion: kind.apiVersion, kind: kind.kind, ...object }),
      });
    },
    patch: async (kind, name, change) => {
      const type = Array.isArray(change) ? 'json-patch' : 'merge-patch';
      await request(objectPath(kind, name), {
        method: 'PATCH',
        headers: { 'content-type': `application/${type}+json` },
        body: JSON.stringify(change),
      });
    },
    delete: async (kind, name) => {
      const query = kind.kind === 'Pod' ? '?gracePeriodSeconds=0' : '?propagationPolicy=Background';
      const options = { method: 'DELETE' };
      await request(objectPath(kind, name) + query, options).catch((error: unknown) => {
        if (!(error instanceof ApiError && error.status === 404)) throw error;
      });
    },
    [Symbol.asyncDispose]: async () => {
      proxy.kill();
      if (proxy.exitCode === null && proxy.signalCode === null) await once(proxy, 'exit');
    },
  };
}

export function objectPath(kind: Kind<ApiObject>, { namespace, name }: ObjectName): string {
  return `${collectionPath(kind, namespace)}/${name}`;
}

/** The name of an object that has one. */
export function nameOf({ metadata }: ApiObject): ObjectName {
  const { namespace, name = '' } = metadata ?? {};
  return namespace === undefined ? { name } : { namespace, name };
}
