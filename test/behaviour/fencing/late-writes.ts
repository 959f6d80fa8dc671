/** What the server has accepted of a process that was stopped until somebody took over, and what of that does anything. */
import type { SeenWrite } from '../harness/api-proxy.ts';
import type { Snapshot } from '../harness/snapshot.ts';

/**
 * A creation cannot be told from one that was sent in time: what it makes has to be nothing by itself. A lease that
 * nobody has taken over may be given back.
 */
export function accepted(writes: readonly SeenWrite[]): SeenWrite[] {
  return writes.filter(
    (write) => write.status !== undefined && write.status < 300 && !isInert(write) && !isOwnLease(write),
  );
}

/** As snapshots name it. */
function createdBy(writes: readonly SeenWrite[]): string[] {
  const created = writes.filter(({ method, status }) => method === 'POST' && status === 201);
  return created.map(({ body }) => {
    const { kind, metadata } = JSON.parse(body) as {
      readonly kind: string;
      readonly metadata: { readonly namespace?: string; readonly name: string };
    };
    return `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
  });
}

/** A snapshot but for what creations on their way have made: it is nothing by itself, and gone with the next rollback. */
export function withoutCreated(snapshot: Snapshot, writes: readonly SeenWrite[]): Snapshot {
  const created = createdBy(writes);
  return Object.fromEntries(Object.entries(snapshot).filter(([name]) => !created.includes(name)));
}

/** It tests that it is still held by the very process. */
function isOwnLease({ method, path, body }: SeenWrite): boolean {
  return (
    method === 'PATCH' &&
    path.endsWith('/leases/registry-switch') &&
    body.startsWith('[{"op":"test","path":"/spec/holderIdentity"')
  );
}

function isInert({ method, path, body }: SeenWrite): boolean {
  const kind = path.split('/').at(-1) ?? '';
  return method === 'POST' && (INERT[kind]?.(body) ?? false);
}

/** Whether what is created does nothing by itself, by kind. */
const INERT: Readonly<Record<string, (body: string) => boolean>> = {
  leases: () => true,
  namespaces: () => true,
  configmaps: () => true,
  jobs: (body) => body.includes('"suspend":true'),
  /** Without a login, or to be collected with an owner that is gone. */
  secrets: (body) => {
    const { data, metadata } = JSON.parse(body) as {
      readonly data?: Readonly<Record<string, string>>;
      readonly metadata: { readonly ownerReferences?: readonly unknown[] };
    };
    const config = Buffer.from(data?.['.dockerconfigjson'] ?? '', 'base64').toString();
    return data === undefined || config === '{"auths":{}}' || metadata.ownerReferences !== undefined;
  },
};
