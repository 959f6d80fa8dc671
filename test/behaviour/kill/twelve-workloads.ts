/** An estate of twelve workloads of every kind that is patched, quick to be moved there and back again. */
import { until } from '../../cluster/deadline.ts';
import { type Buildable, placeOf } from '../builders/buildable.ts';
import { cronJob } from '../builders/cron-job.ts';
import { gadget, gadgets, type Gadget } from '../builders/custom-resource.ts';
import { daemonSet } from '../builders/daemon-set.ts';
import { deployment } from '../builders/deployment.ts';
import { pod } from '../builders/pod.ts';
import { statefulSet } from '../builders/stateful-set.ts';
import { defineGadgets } from '../harness/define-gadgets.ts';
import { type Kind, PODS } from '../harness/kinds.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from '../harness/site.ts';
import { everythingRestorable, type Snapshot } from '../harness/snapshot.ts';
import type { Movable } from './moving.ts';

export interface TwelveWorkloads extends Movable {
  readonly gadgets: Kind<Gadget>;
  /**
   * Makes it ready for another move: a bare pod that was restarted again and again, as each move does, would be kept
   * waiting by the kubelet. Gives all that is there.
   */
  readonly renew: () => Promise<Snapshot>;
}

export async function openTwelveWorkloads(): Promise<TwelveWorkloads> {
  const site = await openSite('kill');
  const group = `${site.prefix}.estate.example`;
  const login = { login: sourceLogin(site.cluster) };
  const [shop, ops, legacy, images] = await Promise.all([
    site.makeNamespace('shop', login),
    site.makeNamespace('ops', login),
    site.makeNamespace('legacy', login),
    pushImages(site),
    defineGadgets(site, group),
  ]);
  const all = workloads({ shop, ops, legacy }, images, group);
  await site.start(...all);
  return {
    site,
    gadgets: gadgets(group),
    renew: async () => {
      await renewPods(site, all);
      return everythingRestorable(site, [gadgets(group)]);
    },
    // No pod of it runs that could tell what it may pull.
    closed: [`${ops}/gadget/gizmo`],
    flags: [
      ...['--image-path', `gadgets.${group}={.spec.image}`],
      ...['--registry-secret', `${legacy}/login`],
    ],
  };
}

async function renewPods(site: Site, all: readonly Buildable[]): Promise<void> {
  const pods = all.filter(({ kind }) => kind === PODS);
  for (const one of pods) {
    await site.api.delete(one.kind, placeOf(one));
    await until('the pod gone', 60, async () =>
      (await site.api.get(one.kind, placeOf(one))) === undefined ? true : undefined,
    );
  }
  await site.start(...pods);
}

type Images = Readonly<Record<(typeof REPOSITORIES)[number], SourceImage>>;

const REPOSITORIES = ['web', 'proxy', 'db', 'agent', 'report'] as const;

async function pushImages(site: Site): Promise<Images> {
  const pushed = await Promise.all(
    REPOSITORIES.map(async (repository) => [repository, await site.push({ repository, tag: '1' })] as const),
  );
  return Object.fromEntries(pushed) as Record<(typeof REPOSITORIES)[number], SourceImage>;
}

function workloads(
  { shop, ops, legacy }: Readonly<Record<'shop' | 'ops' | 'legacy', string>>,
  { web, proxy, db, agent, report }: Images,
  group: string,
): Buildable[] {
  const pullSecrets = ['login'];
  const app = { app: web.reference };
  return [
    deployment({
      ...{ namespace: shop, name: 'web', replicas: 2, pullSecrets },
      containers: { ...app, proxy: proxy.reference },
    }),
    deployment({ namespace: shop, name: 'cart', pullSecrets, containers: app }),
    statefulSet({ namespace: shop, name: 'db', pullSecrets, containers: { db: db.reference } }),
    cronJob({ namespace: shop, name: 'nightly', pullSecrets, containers: { app: report.reference } }),
    deployment({ namespace: ops, name: 'metrics', pullSecrets, containers: app }),
    deployment({ namespace: ops, name: 'idle', replicas: 0, pullSecrets, containers: app }),
    daemonSet({ namespace: ops, name: 'agent', pullSecrets, containers: { agent: agent.reference } }),
    gadget(group, { namespace: ops, name: 'gizmo', image: agent.reference }),
    deployment({ namespace: legacy, name: 'billing', pullSecrets, containers: app }),
    deployment({ namespace: legacy, name: 'mailer', pullSecrets, containers: { app: proxy.reference } }),
    cronJob({ namespace: legacy, name: 'dump', pullSecrets, containers: { app: db.reference } }),
    pod({ namespace: legacy, name: 'console', pullSecrets, containers: app }),
  ];
}
