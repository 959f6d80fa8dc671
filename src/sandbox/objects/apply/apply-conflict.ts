import { ApiFailure } from '../api-failure.ts';
import { pathsOf } from './paths-of.ts';
import type { Ownership } from './managed-fields.ts';

/** The refusal of an application; `conflicts`: for each other manager the fields that it owns. At least one. */
export function applyConflict(conflicts: readonly Ownership[]): ApiFailure {
  const causes = conflicts.flatMap((conflict) =>
    pathsOf(conflict.fields).map((field) => ({
      reason: 'FieldManagerConflict',
      message: `conflict with ${named(conflict)}`,
      field,
    })),
  );
  return new ApiFailure(409, 'Conflict', messageOf(conflicts), { causes });
}

function messageOf(conflicts: readonly Ownership[]): string {
  const all = conflicts.map((conflict) => ({ name: named(conflict), paths: pathsOf(conflict.fields) }));
  const count = all.reduce((sum, { paths }) => sum + paths.length, 0);
  const [first] = all;
  if (count === 1 && first !== undefined) {
    return `Apply failed with 1 conflict: conflict with ${first.name}: ${first.paths.join('')}`;
  }
  const lines = all
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ name, paths }) => [`conflicts with ${name}:`, ...paths.map((path) => `- ${path}`)]);
  return `Apply failed with ${count} conflicts: ${lines.join('\n')}`;
}

/** `"kubectl" with subresource "scale" using apps/v1 at 2026-01-01T00:00:00Z`; who applied needs no version. */
function named({ manager, operation, apiVersion, subresource, time }: Ownership): string {
  const within = subresource === undefined ? '' : ` with subresource "${subresource}"`;
  const at = time === undefined ? '' : ` at ${time}`;
  return `"${manager}"${within}${operation === 'Update' ? ` using ${apiVersion}${at}` : ''}`;
}
