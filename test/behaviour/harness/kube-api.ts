/** The cluster's API as the tests use it: with the rights of the kubeconfig's user. */
import { Readable } from 'node:stream';
import { connectToCluster, type KubeConnection } from '../../support/kube-connection.ts';
import type { ClusterHandle } from './cluster-handle.ts';
import { collectionPath, type ApiObject, type Kind } from './kinds.ts';

export interface ObjectName {
  /** Absent for cluster-scoped objects. */
  readonly namespace?: string;
  readonly name: string;
}

export interface ApiRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

export interface KubeApi extends Disposable {
  readonly connection: KubeConnection;
  get<Type extends ApiObject>(kind: Kind<Type>, name: ObjectName): Promise<Type | undefined>;
  list<Type extends ApiObject>(kind: Kind<Type>, namespace?: string): Promise<Type[]>;
  /** Creates an object or makes it what is given (server-side apply); an unknown field is an error. */
  apply(kind: Kind<ApiObject>, object: ApiObject): Promise<void>;
  /** Changes an object by a JSON Patch (an array) or a JSON merge patch. */
  patch(kind: Kind<ApiObject>, name: ObjectName, change: object): Promise<void>;
  /** Deletes an object, pods at once; nothing happens when there is none. */
  delete(kind: Kind<ApiObject>, name: ObjectName): Promise<void>;
  /** Any other request; throws unless the answer is a success. */
  request(path: string, options?: ApiRequest): Promise<Response>;
}

/** JSON that is YAML too: that allows no control character but as an escape. */
function yamlText(value: object): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\ufeff]/g,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
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
  const connection = await connectToCluster(cluster.kubeconfig);
  const request = async (path: string, options: ApiRequest = {}): Promise<Response> => {
    const { method = 'GET' } = options;
    const answer = await connection.send({ ...options, method, path });
    const { statusCode: status = 0 } = answer;
    const response = new Response(status === 204 ? null : Readable.toWeb(answer), { status });
    if (response.ok) return response;
    throw new ApiError(`${method} ${path}`, status, await response.text());
  };
  return {
    connection,
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
        body: yamlText({ apiVersion: kind.apiVersion, kind: kind.kind, ...object }),
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
    [Symbol.dispose]: () => {
      connection[Symbol.dispose]();
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
