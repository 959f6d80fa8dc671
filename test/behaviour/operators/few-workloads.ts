/** An estate that is small, but has a canary and more to come after it. */
import { deployment } from '../builders/deployment.ts';
import { openSite, sourceLogin } from '../harness/site.ts';
import type { Movable } from '../kill/moving.ts';

export async function openFewWorkloads(): Promise<Movable> {
  const site = await openSite('operators');
  const namespace = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
  const { reference } = await site.push({ repository: 'web', tag: '1' });
  const place = { namespace, pullSecrets: ['login'], containers: { app: reference } };
  await site.start(...['web', 'cart', 'search'].map((name) => deployment({ ...place, name })));
  return { site, flags: [] };
}
