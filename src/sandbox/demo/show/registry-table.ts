import { columns } from './layout.ts';

/** What the demo reads of the images in use as the program prints them. */
export interface PrintedImages {
  readonly items: readonly {
    readonly registry?: string;
    readonly users: readonly { readonly workload: string }[];
  }[];
}

/** The images in use, summed up by registry. */
export function registryTable({ items }: PrintedImages): string[] {
  const registries = [...Map.groupBy(items, ({ registry = '' }) => registry)];
  const rows = registries.map(([registry, images]) => {
    const workloads = new Set(images.flatMap(({ users }) => users.map(({ workload }) => workload)));
    return [registry, `${images.length}`.padStart(6), `${workloads.size}`.padStart(9)];
  });
  return columns([['REGISTRY', 'IMAGES', 'WORKLOADS'], ...rows]);
}
