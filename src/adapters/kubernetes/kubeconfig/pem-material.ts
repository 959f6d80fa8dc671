import { readFile } from 'node:fs/promises';
import { UsageError } from '../../../domain/errors.ts';
import { pathField, textField } from './entry-fields.ts';
import type { KubeconfigEntry } from './kubeconfig.ts';

/** PEM text of `FIELD-data` (base64) or else of the file that FIELD names, as kubectl prefers them. */
export async function pemMaterial(
  entry: KubeconfigEntry | undefined,
  field: string,
): Promise<string | undefined> {
  const data = textField(entry, `${field}-data`);
  if (data !== undefined) return Buffer.from(data, 'base64').toString('utf8');
  const file = pathField(entry, field);
  return file === undefined ? undefined : readPem(file);
}

/** PEM text of a file that the user named. */
export async function readPem(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`unable to read the certificate or key ${file}`, { cause: error });
  }
}
