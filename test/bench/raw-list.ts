/** The baseline: every pod in pages of 500, parsed and let go. */
import { apiClient } from './api-client.ts';

interface PodList {
  readonly items: readonly unknown[];
  readonly metadata: { readonly continue?: string };
}

const call = apiClient(process.env.CLUSTER_KUBECONFIG ?? '');
let pods = 0;
let token: string | undefined = '';
while (token !== undefined) {
  const path = `/api/v1/pods?limit=500&continue=${encodeURIComponent(token)}`;
  const page = (await call('GET', path)) as PodList;
  pods += page.items.length;
  token = page.metadata.continue === '' ? undefined : page.metadata.continue;
}
console.log(pods);
