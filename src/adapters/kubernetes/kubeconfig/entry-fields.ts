import path from 'node:path';
import { UsageError } from '../../../domain/errors.ts';
import type { KubeconfigEntry } from './kubeconfig.ts';

/** A text of an entry; `undefined` when absent or empty. The value is never shown: it may be a secret. */
export function textField(entry: KubeconfigEntry | undefined, field: string): string | undefined {
  const value = entry?.fields[field];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  throw new UsageError(
    `"${field}" of "${entry?.name ?? ''}" in ${entry?.file ?? 'the kubeconfig'} is not text`,
  );
}

/** A path of an entry, resolved against the folder of the kubeconfig that it is written in. */
export function pathField(entry: KubeconfigEntry | undefined, field: string): string | undefined {
  const value = textField(entry, field);
  return value === undefined || entry === undefined
    ? undefined
    : path.resolve(path.dirname(entry.file), value);
}
