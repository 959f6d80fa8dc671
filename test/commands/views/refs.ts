/** Objects as reports name them. */
import type { ObjectRef } from '../../../src/domain/kubernetes/object-ref.ts';
import { DEPLOYMENTS, PODS, STATEFUL_SETS } from '../../../src/domain/kubernetes/resource.ts';

export const WEB: ObjectRef = { resource: DEPLOYMENTS, namespace: 'shop', name: 'web' };
export const DB: ObjectRef = { resource: STATEFUL_SETS, namespace: 'shop', name: 'db' };
export const POD: ObjectRef = { resource: PODS, namespace: 'shop', name: 'web-1' };
