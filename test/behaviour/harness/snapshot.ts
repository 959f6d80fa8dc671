/** Specifications and annotations of everything in a site's namespaces, to be compared with a later state. */
import { fieldOwners } from './field-owners.ts';
import { WORKLOADS, SECRETS, SERVICE_ACCOUNTS, type ApiObject, type Kind } from './kinds.ts';
import type { Site } from './site.ts';

/** By `Kind namespace/name`: what a person or tool has written, as JSON. */
export type Snapshot = Readonly<Record<string, string>>;

/** Counted up by the Deployment controller. */
const REVISION = 'deployment.kubernetes.io/revision';

interface Written extends ApiObject {
  readonly spec?: unknown;
  readonly data?: unknown;
  readonly imagePullSecrets?: unknown;
}

/** Only what no controller owns: their pods and ReplicaSets come and go. */
export async function workloadSpecs(site: Site, more: readonly Kind<ApiObject>[] = []): Promise<Snapshot> {
  return snapshot(site, [...WORKLOADS, ...more], ({ spec }) => spec);
}

/** As `workloadSpecs`, with annotations, who owns which field, and the content of Secrets and service accounts. */
export async function everythingWritten(
  site: Site,
  more: readonly Kind<ApiObject>[] = [],
): Promise<Snapshot> {
  const kinds = [...WORKLOADS, SECRETS, SERVICE_ACCOUNTS, ...more];
  return snapshot(site, kinds, (object) => {
    const { spec, data, imagePullSecrets, metadata } = object;
    const annotations = Object.entries(metadata?.annotations ?? {}).filter(([key]) => key !== REVISION);
    const owners = fieldOwners(object);
    return { spec, data, imagePullSecrets, annotations, owners, generation: metadata?.generation };
  });
}

/** Of DaemonSets: counted up by the API server. */
const WRITES = 'deprecated.daemonset.template.generation';

/** What a rollback has to restore: as `everythingWritten`, but not how often it was written. */
export async function everythingRestorable(
  site: Site,
  more: readonly Kind<ApiObject>[] = [],
): Promise<Snapshot> {
  const written = await everythingWritten(site, more);
  const content = (text: string): string => {
    const { annotations, ...rest } = JSON.parse(text) as { annotations: [key: string, value: string][] };
    const kept = annotations.filter(([key]) => key !== WRITES);
    return JSON.stringify({ ...rest, annotations: kept, generation: undefined });
  };
  return Object.fromEntries(Object.entries(written).map(([name, text]) => [name, content(text)]));
}

async function snapshot(
  site: Site,
  kinds: readonly Kind<ApiObject>[],
  content: (object: Written) => unknown,
): Promise<Snapshot> {
  const lists = await Promise.all(
    kinds.map(async (kind) => {
      const objects: readonly Written[] = await site.api.list(kind);
      return objects.flatMap((object) => {
        const { namespace = '', name = '', ownerReferences } = object.metadata ?? {};
        const ours = namespace.startsWith(`${site.prefix}-`) && ownerReferences === undefined;
        return ours ? [[`${kind.kind} ${namespace}/${name}`, JSON.stringify(content(object))] as const] : [];
      });
    }),
  );
  return Object.fromEntries(lists.flat());
}
