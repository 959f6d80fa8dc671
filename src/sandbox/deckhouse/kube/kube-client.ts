/** The Kubernetes API as the stand-in uses it: JSON as it comes, of any cluster. */
import { once } from 'node:events';
import { Agent, request as httpsRequest, type RequestOptions } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import type { ApiResource } from '../../objects/api-resource.ts';
import type { Draft } from '../../objects/objects.ts';
import type { ObjectName, Stored } from '../../objects/stored.ts';
import { KubeFailure } from './kube-failure.ts';
import { apiPath } from './api-path.ts';

/** All methods reject with KubeFailure; `undefined` or `false`: there is no such object. */
export interface KubeClient {
  get<Type>(resource: ApiResource<Type>, name: ObjectName): Promise<Stored<Type> | undefined>;
  /** `labels`: a selector. */
  list<Type>(resource: ApiResource<Type>, from?: ListFrom): Promise<readonly Stored<Type>[]>;
  /** `false`: there is one already. */
  create(resource: ApiResource, object: Draft): Promise<boolean>;
  /** By a JSON merge patch. */
  patch(resource: ApiResource, name: ObjectName, change: object): Promise<boolean>;
  patchStatus(resource: ApiResource, name: ObjectName, status: object): Promise<boolean>;
  delete(resource: ApiResource, name: ObjectName, options?: DeletionOptions): Promise<boolean>;
  /** What a container has printed so far. */
  log(pod: ObjectName, container: string): Promise<string>;
  close(): void;
}

export interface ListFrom {
  readonly namespace?: string;
  readonly labels?: string;
}

export interface DeletionOptions {
  readonly propagationPolicy?: 'Foreground' | 'Background';
  readonly gracePeriodSeconds?: number;
  readonly preconditions?: { readonly uid: string };
}

interface Request {
  readonly method: string;
  readonly path: string;
  readonly type?: string;
  readonly body?: object;
}

const PODS_LOG = { group: '', version: 'v1', plural: 'pods', namespaced: true };

export async function connectKube(kubeconfig: string): Promise<KubeClient> {
  const { send, close } = await openConnection(kubeconfig);
  const patch = async (path: string, body: object) =>
    found(send({ method: 'PATCH', path, body, type: 'application/merge-patch+json' }));
  return {
    get: async <Type>(resource: ApiResource<Type>, name: ObjectName) => {
      const text = await found(send({ method: 'GET', path: apiPath(resource, name) }));
      return text === undefined ? undefined : (JSON.parse(text) as Stored<Type>);
    },
    list: async <Type>(resource: ApiResource<Type>, { namespace, labels }: ListFrom = {}) => {
      const query = labels === undefined ? '' : `?labelSelector=${encodeURIComponent(labels)}`;
      const text = await send({ method: 'GET', path: apiPath(resource, { namespace }) + query });
      return (JSON.parse(text) as { readonly items: readonly Stored<Type>[] }).items;
    },
    create: async (resource, object) => {
      const path = apiPath(resource, { namespace: object.metadata.namespace });
      const { group, version, kind } = resource;
      const apiVersion = group === '' ? version : `${group}/${version}`;
      const body = { apiVersion, kind, ...object };
      return (await unlessStatus(409, send({ method: 'POST', path, body }))) !== undefined;
    },
    patch: async (resource, name, change) => (await patch(apiPath(resource, name), change)) !== undefined,
    patchStatus: async (resource, name, status) =>
      (await patch(`${apiPath(resource, name)}/status`, { status })) !== undefined,
    delete: async (resource, name, options = {}) =>
      (await found(send({ method: 'DELETE', path: apiPath(resource, name), body: options }))) !== undefined,
    log: async (pod, container) =>
      send({ method: 'GET', path: `${apiPath(PODS_LOG, pod)}/log?container=${container}` }),
    close,
  };
}

async function openConnection(kubeconfig: string) {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const { server = '' } = config.getCurrentCluster() ?? {};
  const login: RequestOptions = {};
  await config.applyToHTTPSOptions(login);
  const { ca, cert, key, rejectUnauthorized, headers: loginHeaders } = login;
  const trust = rejectUnauthorized === undefined ? {} : { rejectUnauthorized };
  const agent = new Agent({ keepAlive: true, ca, cert, key, ...trust });
  const send = async ({ method, path, type = 'application/json', body }: Request): Promise<string> => {
    const sent = body === undefined ? '' : JSON.stringify(body);
    const headers = {
      ...(loginHeaders as Record<string, string> | undefined),
      ...(body !== undefined && { 'content-type': type, 'content-length': Buffer.byteLength(sent) }),
    };
    try {
      const request = httpsRequest(new URL(path, server), { method, agent, headers });
      request.end(sent);
      const [answer] = (await once(request, 'response')) as [NodeJS.ReadableStream & { statusCode?: number }];
      const text = Buffer.concat(await Array.fromAsync(answer as AsyncIterable<Buffer>)).toString();
      const { statusCode = 0 } = answer;
      if (statusCode < 300) return text;
      throw new KubeFailure(`${method} ${path}: ${statusCode} ${text}`, statusCode);
    } catch (error) {
      if (error instanceof KubeFailure) throw error;
      throw new KubeFailure(`${method} ${path}: no answer`, 0, { cause: error });
    }
  };
  return {
    send,
    close: () => {
      agent.destroy();
    },
  };
}

async function found(answer: Promise<string>): Promise<string | undefined> {
  return unlessStatus(404, answer);
}

/** `undefined` for that status. */
async function unlessStatus(status: number, answer: Promise<string>): Promise<string | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof KubeFailure && error.status === status) return undefined;
    throw error;
  }
}
