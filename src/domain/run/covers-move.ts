/** Whether a scope covers everything that a run may have changed. */
import type { Scope } from '../inventory/scope.ts';
import type { RunMove } from './run-move.ts';

/** Compares names and patterns literally; overlapping patterns do not count. Pure. */
export function coversMove(
  { namespaces, excludeNamespaces, labelSelector }: Scope,
  { namespace = [], 'exclude-namespace': excluded = [] }: Pick<RunMove, 'namespace' | 'exclude-namespace'>,
): boolean {
  if (labelSelector !== undefined) return false;
  const moved = namespace.flatMap(separated);
  const left = new Set(excluded.flatMap(separated));
  const looked = new Set(namespaces);
  const isWide = namespaces.length === 0 || (moved.length > 0 && moved.every((name) => looked.has(name)));
  return isWide && excludeNamespaces.every((name) => left.has(name));
}

/** As flags may list them. */
function separated(names: string): string[] {
  return names.split(',').map((name) => name.trim());
}
