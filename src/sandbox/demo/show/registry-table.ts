import type { ImageList } from '../../../domain/inventory/image-usage.ts';
import { columns } from './layout.ts';

/** The images in use, summed up by registry. */
export function registryTable({ items }: ImageList): string[] {
  const registries = [...Map.groupBy(items, ({ registry = '' }) => registry)];
  const rows = registries.map(([registry, images]) => {
    const workloads = new Set(images.flatMap(({ users }) => users.map(({ workload }) => workload)));
    return [registry, `${images.length}`.padStart(6), `${workloads.size}`.padStart(9)];
  });
  return columns([['REGISTRY', 'IMAGES', 'WORKLOADS'], ...rows]);
}
