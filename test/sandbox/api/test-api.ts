import type { PodLogs } from '../../../src/sandbox/api/pod-logs.ts';
import type { SandboxApi, SandboxApiOptions } from '../../../src/sandbox/api/sandbox-api.ts';
import { startApi } from '../../../src/sandbox/api/start-api.ts';
import { runningClock } from '../../../src/sandbox/clock.ts';
import { NAMESPACES } from '../../../src/sandbox/objects/api-resources.ts';
import { KeptObjects } from '../../../src/sandbox/objects/kept-objects.ts';
import { ObjectStore } from '../../../src/sandbox/objects/object-store.ts';
import type { Draft } from '../../../src/sandbox/objects/objects.ts';
import { apiClient, type ApiClient } from './api-client.ts';

/** An API without controllers and nodes, with a namespace `shop`. */
export interface TestApi extends AsyncDisposable {
  readonly api: SandboxApi;
  readonly objects: KeptObjects;
  readonly store: ObjectStore;
  /** The administrator. */
  readonly admin: ApiClient;
}

export const NO_LOGS: PodLogs = { lines: () => undefined };

export async function startTestApi(
  options: Partial<SandboxApiOptions> = {},
  history?: number,
): Promise<TestApi> {
  const clock = runningClock();
  const store = new ObjectStore(history === undefined ? {} : { history });
  const objects = new KeptObjects(clock, store);
  for (const name of ['default', 'shop']) objects.create(NAMESPACES, { metadata: { name } });
  const api = await startApi({ objects, clock, logs: NO_LOGS, ...options });
  return {
    api,
    objects,
    store,
    admin: apiClient(api),
    [Symbol.asyncDispose]: async () => api.stop(),
  };
}

/** A pod with one container. */
export function podDraft(name: string, labels: Readonly<Record<string, string>> = {}): Draft {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', labels },
    spec: { containers: [{ name: 'app', image: 'registry.example/web:1' }] },
  };
}

/** A Deployment of one container. */
export function deploymentDraft(name: string, replicas = 2): Draft {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop' },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'app', image: 'registry.example/web:1' }] },
      },
    },
  };
}

/** A ConfigMap. */
export function configMapDraft(name: string, data: Readonly<Record<string, string>> = {}): Draft {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'shop' }, data };
}

/** The definition of `widgets.example.com`. */
export const WIDGETS: Draft = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'widgets', singular: 'widget', kind: 'Widget', shortNames: ['wd'] },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: { spec: { type: 'object', properties: { image: { type: 'string' } } } },
          },
        },
        additionalPrinterColumns: [{ name: 'Image', type: 'string', jsonPath: '.spec.image' }],
      },
    ],
  },
};
