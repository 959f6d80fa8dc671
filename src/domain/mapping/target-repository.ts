import type { ImageReference } from '../image/reference.ts';
import { hostAsComponent } from './host-component.ts';
import type { Mapping } from './mapping.ts';
import { depth } from './registry-prefix.ts';

/** The target repository of a source image by the mapping's strategy, including the target's prefix. */
export function targetRepository(mapping: Mapping, source: ImageReference): string {
  return [mapping.target.path, pathBelowTarget(mapping, source)].filter((part) => part !== '').join('/');
}

function pathBelowTarget(mapping: Mapping, source: ImageReference): string {
  switch (mapping.strategy) {
    case 'keep':
      return source.repository;
    case 'prefix-host':
      return `${hostAsComponent(source.host)}/${source.repository}`;
    case 'flatten':
      return flattened(source.repository, mapping.maxDepth - depth(mapping.target.path));
  }
}

/** Keeps the first components and joins the rest: `a/b/c` -> `a/b-c` for two levels. */
function flattened(repository: string, levels: number): string {
  const components = repository.split('/');
  const kept = components.slice(0, levels - 1);
  return [...kept, components.slice(levels - 1).join('-')].filter((part) => part !== '').join('/');
}
