/** Everything that a reader of the whole cluster sees, Secrets left out. */
import { ApiError, type KubeApi } from './kube-api.ts';

interface ResourceList {
  readonly resources: readonly { readonly name: string; readonly verbs: readonly string[] }[];
}

export async function dumpCluster(api: KubeApi): Promise<string> {
  const response = await api.request('/apis');
  const { groups } = (await response.json()) as { groups: { preferredVersion: { groupVersion: string } }[] };
  const roots = [
    '/api/v1',
    ...groups.map(({ preferredVersion }) => `/apis/${preferredVersion.groupVersion}`),
  ];
  const texts = await Promise.all(roots.map(async (root) => dumpGroup(api, root)));
  return texts.join('\n');
}

async function dumpGroup(api: KubeApi, root: string): Promise<string> {
  try {
    const { resources } = (await (await api.request(root)).json()) as ResourceList;
    const lists = resources.filter(({ name, verbs }) => verbs.includes('list') && name !== 'secrets');
    const texts = lists.map(async ({ name }) => (await api.request(`${root}/${name}`)).text());
    return (await Promise.all(texts)).join('\n');
  } catch (error) {
    // A resource that was removed meanwhile.
    if (error instanceof ApiError && error.status === 404) return '';
    throw error;
  }
}
