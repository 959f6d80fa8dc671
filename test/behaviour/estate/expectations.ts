/** What the estate is to look like once it was moved. */
import type { Estate, EstateImageName } from './estate.ts';

export interface ExpectedPod {
  readonly namespace: string;
  readonly app: string;
  readonly pods: number;
  /** Image at the target, by container. */
  readonly images: Readonly<Record<string, EstateImageName>>;
}

/** The pods that run after the move, each from the target. `nodes` is how many nodes there are. */
export function podsAfterMove({ namespaces }: Estate, nodes: number): ExpectedPod[] {
  const { shop, data, ops, legacy } = namespaces;
  return [
    {
      namespace: shop,
      app: 'web',
      pods: 2,
      images: { migrations: 'webMigrations', app: 'web', proxy: 'webProxy' },
    },
    { namespace: shop, app: 'cart', pods: 1, images: { app: 'cart' } },
    { namespace: data, app: 'db', pods: 2, images: { db: 'newDatabase' } },
    { namespace: data, app: 'cache', pods: 1, images: { cache: 'cache' } },
    { namespace: data, app: 'queue', pods: 1, images: { queue: 'queue' } },
    { namespace: ops, app: 'agent', pods: nodes, images: { agent: 'agent' } },
    { namespace: legacy, app: 'console', pods: 1, images: { shell: 'console' } },
    { namespace: legacy, app: 'pinned', pods: 1, images: { app: 'pinned' } },
    { namespace: legacy, app: 'billing', pods: 1, images: { app: 'cart' } },
  ];
}

/** Images that the move has to copy: all but that of the finished Job, which pulls no more. */
export function imagesToCopy({ images }: Estate): Estate['images'][EstateImageName][] {
  return Object.entries(images).flatMap(([name, image]) =>
    ['import', 'database'].includes(name) ? [] : [image],
  );
}
