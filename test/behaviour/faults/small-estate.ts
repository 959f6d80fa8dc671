/** An estate that is moved in a second or two: a Deployment that serves, one that is only starting, and a CronJob. */
import { cronJob } from '../builders/cron-job.ts';
import { deployment } from '../builders/deployment.ts';
import { openSite, sourceLogin, type Site } from '../harness/site.ts';

export interface SmallEstate {
  readonly site: Site;
  readonly namespace: string;
}

export async function openSmallEstate(): Promise<SmallEstate> {
  const site = await openSite('fault');
  const namespace = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
  const [web, starting, nightly] = await Promise.all([
    site.push({ repository: 'web', tag: '1' }),
    site.push({ repository: 'starting', tag: '1' }),
    site.push({ repository: 'nightly', tag: '1', platforms: ['linux/amd64', 'linux/arm64'] }),
  ]);
  const place = { namespace, pullSecrets: ['login'] };
  await site.start(
    deployment({ ...place, name: 'web', containers: { app: web.reference } }),
    cronJob({ ...place, name: 'nightly', containers: { app: nightly.reference } }),
  );
  await site.apply(deployment({ ...place, name: 'starting', containers: { app: starting.reference } }));
  return { site, namespace };
}
