import type { KubernetesObject } from '../../../../src/domain/kubernetes/object.ts';

/** A pod as an item of a list. */
export function podItem(name: string, metadata: Readonly<Record<string, unknown>> = {}): object {
  return {
    metadata: { name, namespace: 'shop', uid: `uid-${name}`, resourceVersion: '1', ...metadata },
    spec: {},
  };
}

/** A whole pod. */
export function pod(name: string, metadata: Readonly<Record<string, unknown>> = {}): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Pod', ...podItem(name, metadata) } as KubernetesObject;
}
