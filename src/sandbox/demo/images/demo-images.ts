/** The images of the demo. Most stand on a common base, as real ones do: those layers cross the network only once. */
import type { ImageSeed } from '../../registry/seed-image.ts';
import { PLATFORM, PRIVATE_VENDOR, PUBLIC_VENDOR, TARGET } from '../registries/demo-registries.ts';
import { demoLayer } from './demo-layer.ts';

/** An image of a registry of the demo. */
export interface DemoImage {
  readonly host: string;
  readonly repository: string;
  readonly tag: string;
  /** Layers that it shares with others. */
  readonly base: 'distro' | 'node' | 'java';
  /** Its own layer, in kB. */
  readonly kilobytes: number;
  readonly platforms?: readonly string[];
}

const priv = (repository: string, tag: string, more: More = {}) =>
  image(PRIVATE_VENDOR.host, repository, tag, more);
const pub = (repository: string, tag: string, more: More = {}) =>
  image(PUBLIC_VENDOR.host, repository, tag, more);
const stays = (repository: string, tag: string, more: More = {}) =>
  image(PLATFORM.host, repository, tag, more);

export const IMAGES = {
  web: priv('shop/web', '1.4', { base: 'node' }),
  webMigrations: priv('shop/web', '1.4-migrations', { base: 'node' }),
  edgeProxy: pub('edge/proxy', '2.9'),
  cart: priv('shop/cart', '7.2', { base: 'java', platforms: ['linux/amd64', 'linux/arm64'] }),
  search: priv('shop/search', '3.1', { base: 'java' }),
  checkout: priv('shop/checkout', 'stable', { base: 'node' }),
  report: priv('shop/report', 'v3', { base: 'node' }),
  importer: priv('shop/import', '2026-01', { base: 'java' }),
  storefront: priv('shop/storefront', '5.0', { base: 'node' }),
  paymentApi: priv('payments/api', '3.8', { base: 'java' }),
  ledger: priv('payments/ledger', '2.1', { base: 'java' }),
  tools: pub('base/tools', '1.36'),
  postgres: priv('data/postgres', '16.4'),
  queue: priv('data/queue', '3.13'),
  cache: pub('data/cache', '8.0'),
  logAgent: pub('ops/log-agent', '0.9'),
  console: priv('legacy/console', '1'),
  billing: priv('legacy/billing', '2.1', { base: 'java' }),
  mailer: pub('legacy/mailer', '1.2'),
  metrics: stays('platform/metrics', '2.51'),
  nodeExporter: stays('platform/node-exporter', '1.8'),
  operator: stays('platform/storefront-operator', '0.4'),
} as const satisfies Readonly<Record<string, DemoImage>>;

/** Copied by hand before the demo begins. */
export const QUEUE_AT_TARGET: DemoImage = { ...IMAGES.queue, host: TARGET.host };

/** `registry.old-vendor.example/shop/web:1.4` */
export function referenceOf({ host, repository, tag }: DemoImage): string {
  return `${host}/${repository}:${tag}`;
}

/** What the registry is seeded with. `build` tells apart what was pushed to one tag, one after the other. */
export function seedOf({ repository, tag, base, kilobytes, platforms }: DemoImage, build = 1): ImageSeed {
  const own = demoLayer(`${repository}-${tag}-${build}`.replaceAll('/', '-'), kilobytes);
  const labels = {
    'org.opencontainers.image.title': repository,
    'org.opencontainers.image.revision': `${build}`,
  };
  return {
    repository,
    tag,
    layers: [...BASES[base](), own],
    labels,
    ...(platforms === undefined ? {} : { platforms }),
  };
}

type More = Partial<Pick<DemoImage, 'base' | 'kilobytes' | 'platforms'>>;

function image(host: string, repository: string, tag: string, more: More): DemoImage {
  return { host, repository, tag, base: 'distro', kilobytes: 96, ...more };
}

const BASES = {
  distro: () => [demoLayer('distro', 512)],
  node: () => [demoLayer('distro', 512), demoLayer('node', 256)],
  java: () => [demoLayer('distro', 512), demoLayer('java', 512)],
} as const;
