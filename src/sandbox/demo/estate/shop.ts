import { IMAGES } from '../images/demo-images.ts';
import { PRIVATE_VENDOR, TARGET } from '../registries/demo-registries.ts';
import type { EstateObject } from './estate-object.ts';
import { namespace, pullSecret, serviceAccount } from './logins.ts';
import { storefront, storefrontDefinition } from './storefront.ts';
import { STOREFRONT_ACCOUNT } from './storefront-operator.ts';
import { cronJob, deployment, job } from './workloads.ts';

const SHOP = 'shop';

/** The tag of its image was pushed anew since it started. */
export const DRIFTING = { namespace: SHOP, name: 'checkout', image: IMAGES.checkout } as const;

export function shopPrerequisites(): EstateObject[] {
  const vendor = { [PRIVATE_VENDOR.host]: PRIVATE_VENDOR.login };
  return [
    namespace(SHOP),
    storefrontDefinition(),
    pullSecret({ namespace: SHOP, name: 'vendor-login' }, vendor),
    // An operator decides about its pods' Secrets: this one was given the new login beforehand.
    pullSecret({ namespace: SHOP, name: 'storefront-login' }, { ...vendor, [TARGET.host]: TARGET.puller }),
    serviceAccount({ namespace: SHOP, name: 'batch' }, ['vendor-login']),
    serviceAccount({ namespace: SHOP, name: STOREFRONT_ACCOUNT }, ['storefront-login']),
  ];
}

/** `node`: where the one whose tag moved on runs, so that it always finds there what it ran before. */
export function shopWorkloads(node: string): EstateObject[] {
  const template = { namespace: SHOP, pullSecrets: ['vendor-login'] };
  const batch = { namespace: SHOP, serviceAccount: 'batch' };
  return [
    deployment({
      ...template,
      name: 'web',
      replicas: 2,
      initContainers: { migrations: IMAGES.webMigrations },
      containers: { app: IMAGES.web, proxy: IMAGES.edgeProxy },
    }),
    deployment({
      ...template,
      name: 'cart',
      labels: { 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: { 'meta.helm.sh/release-name': 'cart', 'meta.helm.sh/release-namespace': SHOP },
      containers: { app: IMAGES.cart },
    }),
    deployment({
      ...template,
      name: 'search',
      annotations: { 'argocd.argoproj.io/tracking-id': 'search:apps/Deployment:shop/search' },
      containers: { app: IMAGES.search },
    }),
    deployment({ ...template, name: DRIFTING.name, node, containers: { app: DRIFTING.image } }),
    storefront({ namespace: SHOP, name: 'summer-sale' }, IMAGES.storefront),
    cronJob({
      ...batch,
      name: 'nightly-report',
      schedule: '0 4 1 1 *',
      containers: { report: IMAGES.report },
    }),
    job({ ...batch, name: 'import-catalogue', containers: { import: IMAGES.importer } }),
  ];
}
