/** Which state every object of some namespaces is in, to prove that nothing has touched them. */
import type { KubeApi } from './kube-api.ts';
import { CONFIG_MAPS, SECRETS, SERVICE_ACCOUNTS, WORKLOADS, type ApiObject, type Kind } from './kinds.ts';

const KINDS: readonly Kind<ApiObject>[] = [...WORKLOADS, CONFIG_MAPS, SECRETS, SERVICE_ACCOUNTS];

/** `uid resourceVersion` by `Kind namespace/name`; of an app's objects none. */
export async function versionsIn(
  api: KubeApi,
  namespaces: readonly string[],
  exceptApp?: string,
): Promise<Readonly<Record<string, string>>> {
  const lists = await Promise.all(
    namespaces.flatMap((namespace) =>
      KINDS.map(async (kind) =>
        (await api.list(kind, namespace))
          .filter(({ metadata }) => exceptApp === undefined || metadata?.labels?.app !== exceptApp)
          .map(
            (object) =>
              [`${kind.kind} ${namespace}/${object.metadata?.name ?? ''}`, version(object)] as const,
          ),
      ),
    ),
  );
  return Object.fromEntries(lists.flat());
}

function version({ metadata }: ApiObject): string {
  return [metadata?.uid, metadata?.resourceVersion].join(' ');
}
