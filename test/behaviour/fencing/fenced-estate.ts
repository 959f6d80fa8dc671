/** An estate of a few workloads that makes a move write everything that a move can: small, as it is moved often. */
import type { Buildable } from '../builders/buildable.ts';
import { cronJob } from '../builders/cron-job.ts';
import { deployment } from '../builders/deployment.ts';
import { replicaSet } from '../builders/replica-set.ts';
import { openSite, sourceLogin } from '../harness/site.ts';
import { untilReady } from '../harness/until-ready.ts';
import type { Movable } from '../kill/moving.ts';

export interface FencedEstate extends Movable {
  /** Waits until all pods are ready; throws when they do not become so. */
  readonly untilHealthy: () => Promise<void>;
}

/** Two namespaces; a pull Secret that is made and one that is extended; a pod that is evicted. */
export async function openFencedEstate(): Promise<FencedEstate> {
  const site = await openSite('fence');
  const login = { login: sourceLogin(site.cluster) };
  const [shop, legacy, web, job] = await Promise.all([
    site.makeNamespace('shop', login),
    site.makeNamespace('legacy', login),
    site.push({ repository: 'web', tag: '1' }),
    site.push({ repository: 'job', tag: '1' }),
  ]);
  const pullSecrets = ['login'];
  const containers = { app: web.reference };
  const all: readonly Buildable[] = [
    deployment({ namespace: shop, name: 'web', pullSecrets, containers }),
    replicaSet({ namespace: shop, name: 'keeper', pullSecrets, containers }),
    deployment({ namespace: legacy, name: 'billing', pullSecrets, containers }),
    cronJob({ namespace: legacy, name: 'dump', pullSecrets, containers: { app: job.reference } }),
  ];
  await site.start(...all);
  return {
    site,
    flags: ['--registry-secret', `${legacy}/login`],
    untilHealthy: async () => untilReady(site.api, all),
  };
}
