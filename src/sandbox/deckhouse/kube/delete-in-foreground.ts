import type { ApiResource } from '../../objects/api-resource.ts';
import type { ObjectName } from '../../objects/stored.ts';
import type { Wait } from '../timetable.ts';
import type { KubeClient } from './kube-client.ts';

/** How often it is looked whether an object is gone, once a second. */
const LOOKS = 20;

/** Deletes with all that belongs to it and waits until it is gone, or for 20 s, as shell-operator does. */
export async function deleteInForeground(
  { kube, wait }: { readonly kube: KubeClient; readonly wait: Wait },
  resource: ApiResource,
  name: ObjectName,
): Promise<void> {
  if (!(await kube.delete(resource, name, { propagationPolicy: 'Foreground' }))) return;
  for (let look = 0; look < LOOKS; look += 1) {
    await wait(1);
    if ((await kube.get(resource, name)) === undefined) return;
  }
}
