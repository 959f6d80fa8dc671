/** Makes an estate of 15 workloads in four namespaces, healthy where it should be and stuck where it should be. */
import { gadgets } from '../builders/custom-resource.ts';
import { serviceAccount } from '../builders/service-account.ts';
import type { Login } from '../builders/pull-secret.ts';
import { defineGadgets } from '../harness/define-gadgets.ts';
import { sourceLogin, type Site } from '../harness/site.ts';
import { untilReady, untilStuck } from '../harness/until-ready.ts';
import type { Estate, EstateNamespaces } from './estate.ts';
import { pushEstateImages } from './push-images.ts';
import { billing, data, database, legacy, ops, shop } from './workloads.ts';

/** Waits until everything is as it is meant to be. */
export async function seedEstate(site: Site): Promise<Estate> {
  const group = `${site.prefix}.estate.example`;
  const plain = { repository: 'portal', tag: '1' };
  const [images, namespaces, portal] = await Promise.all([
    pushEstateImages(site),
    makeNamespaces(site),
    site.pushElsewhere(plain),
    defineGadgets(site, group),
  ]);
  const healthy = [
    ...shop(namespaces.shop, images),
    ...data(namespaces.data, images),
    ...ops(namespaces.ops, images, { group, plainImage: portal.reference }),
    ...legacy(namespaces.legacy, images),
  ];
  const unhealthy = billing(namespaces.legacy, images);
  await site.apply(...healthy, unhealthy);
  await untilReady(site.api, healthy);
  const updated = database(namespaces.data, images.newDatabase.reference);
  await site.apply(updated);
  const stuckDatabase = await untilStuck(site.api, namespaces.data, 'db-1');
  const stuckBilling = await untilStuck(site.api, namespaces.legacy, 'billing-');
  return {
    namespaces,
    images,
    workloads: [...healthy.filter(({ object }) => object.metadata?.name !== 'db'), updated, unhealthy],
    stuckPods: [`${namespaces.data}/${stuckDatabase}`, `${namespaces.legacy}/${stuckBilling}`],
    registrySecret: `${namespaces.legacy}/console-login`,
    gadgets: gadgets(group),
    imagePath: `gadgets.${group}={.spec.image}`,
    closed: [
      `${namespaces.data}/statefulset/db`,
      `${namespaces.legacy}/deployment/billing`,
      `${namespaces.ops}/gadget/gizmo`,
    ],
    untouched: { namespace: namespaces.ops, name: 'portal', image: portal.reference },
  };
}

async function makeNamespaces(site: Site): Promise<EstateNamespaces> {
  const { source } = site.cluster;
  const login: Login = { username: source.username, password: source.password };
  const everywhere = sourceLogin(site.cluster);
  const underPath = { [`${source.host}/${site.prefix}/data`]: login };
  const wildcard = { [source.host.replace(/^[^.:]+/, '*')]: login };
  const [shopName, dataName, opsName, legacyName] = await Promise.all([
    site.makeNamespace('shop', { 'source-login': everywhere }),
    site.makeNamespace('data', { 'data-login': underPath, 'wildcard-login': wildcard }),
    site.makeNamespace('ops', { 'source-login': everywhere }),
    site.makeNamespace('legacy', { 'console-login': everywhere }),
  ]);
  await site.apply(
    serviceAccount({ namespace: shopName, name: 'default' }),
    serviceAccount({ namespace: dataName, name: 'default' }, ['data-login']),
    serviceAccount({ namespace: dataName, name: 'wildcard' }, ['wildcard-login']),
    serviceAccount({ namespace: opsName, name: 'default' }),
    serviceAccount({ namespace: opsName, name: 'agent' }, ['source-login']),
    serviceAccount({ namespace: legacyName, name: 'default' }),
  );
  return { shop: shopName, data: dataName, ops: opsName, legacy: legacyName };
}
