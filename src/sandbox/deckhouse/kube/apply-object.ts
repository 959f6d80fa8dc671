import type { EstateObject } from '../../demo/estate/estate-object.ts';
import type { KubeClient } from './kube-client.ts';

/** Creates an object, or makes what is there say the same: what others have added stays, as with Helm. */
export async function applyObject(kube: KubeClient, { resource, object }: EstateObject): Promise<void> {
  const { namespace, name = '' } = object.metadata;
  const place = namespace === undefined ? { name } : { namespace, name };
  if (!(await kube.patch(resource, place, object))) await kube.create(resource, object);
}
