import type { Reply } from './api-server.ts';

/** A Status as the API server answers with. */
export function statusReply(code: number, fields: Readonly<Record<string, unknown>> = {}): Reply {
  const body = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', code, ...fields };
  return { status: code, body };
}

export interface ListFields {
  readonly continue?: string;
  readonly resourceVersion?: string;
}

/** A list in the field order of built-in kinds; its items say neither apiVersion nor kind. */
export function listReply(
  items: readonly unknown[],
  { resourceVersion = '100', ...fields }: ListFields = {},
): Reply {
  return { body: { kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion, ...fields }, items } };
}

/** A list in the field order of custom resources. */
export function customListReply(items: readonly unknown[], fields: ListFields = {}): Reply {
  return {
    body: {
      apiVersion: 'example.com/v1',
      items,
      kind: 'ThingList',
      metadata: { ...fields, resourceVersion: '100' },
    },
  };
}

export const VERSION_REPLY: Reply = { body: { gitVersion: 'v1.36.3' } };
