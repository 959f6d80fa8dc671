import type { CopyJobOptions } from '../../../domain/ports/copy-engine.ts';

/** Labels of every object of a copy; those that the caller gives win. */
export function copyLabels({ labels }: CopyJobOptions): Readonly<Record<string, string>> {
  return {
    'app.kubernetes.io/name': 'regsync',
    'app.kubernetes.io/component': 'image-copier',
    'app.kubernetes.io/managed-by': 'kubectl-registry-switch',
    ...labels,
  };
}
