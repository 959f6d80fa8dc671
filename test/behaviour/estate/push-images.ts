/** Fills the source registry with the images of the estate. */
import { randomLayer } from '../../support/image-layers.ts';
import type { ImageSpec } from '../../support/push-image.ts';
import type { Site } from '../harness/site.ts';
import type { EstateImageName, EstateImages } from './estate.ts';

export async function pushEstateImages(site: Site): Promise<EstateImages> {
  const framework = randomLayer(6000);
  const specs: Readonly<Record<EstateImageName, ImageSpec>> = {
    web: { repository: 'shop/web', tag: '1.4', layers: [framework, 2000] },
    webProxy: { repository: 'shop/proxy', tag: '2', layers: [framework, 1000], format: 'docker' },
    webMigrations: { repository: 'shop/web', tag: '1.4-migrations', layers: [framework, 3000] },
    cart: { repository: 'shop/cart', tag: '7', platforms: ['linux/amd64', 'linux/arm64'] },
    report: { repository: 'shop/report', tag: 'v3' },
    import: { repository: 'shop/import', tag: '1' },
    database: { repository: 'data/db', tag: '16' },
    newDatabase: { repository: 'shop/db', tag: '17' },
    cache: { repository: 'data/cache', tag: '8.0' },
    queue: { repository: 'data/queue', tag: 'latest' },
    agent: { repository: 'ops/agent', tag: '0.9' },
    gadget: { repository: 'ops/gadget', tag: '1' },
    archive: { repository: 'ops/archive', tag: '5' },
    models: { repository: 'ops/models', tag: '2026-01', base: false, layers: [4000] },
    console: { repository: 'legacy/console', tag: '1' },
    pinned: { repository: 'legacy/pinned', tag: '2.1' },
  };
  const pushed = await Promise.all(
    Object.entries(specs).map(async ([name, spec]) => [name, await site.push(spec)] as const),
  );
  return Object.fromEntries(pushed) as Record<EstateImageName, Awaited<ReturnType<Site['push']>>>;
}
