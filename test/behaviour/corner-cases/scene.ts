/** A namespace with one image and what runs it. */
import assert from 'node:assert/strict';
import type { SwitchedWorkload } from '../../../src/workflow/switch/switched-workload.ts';
import { imagesNamedIn } from '../harness/images-named-in.ts';
import { DEPLOYMENTS } from '../harness/kinds.ts';
import { assertExit, EXIT } from '../harness/outcome.ts';
import { migrate } from '../harness/product.ts';
import { watchReadiness } from '../harness/readiness-watch.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from '../harness/site.ts';
import { switchedWorkloads } from '../harness/switch-outcomes.ts';

export interface Scene extends AsyncDisposable {
  readonly site: Site;
  readonly namespace: string;
  readonly app: SourceImage;
  /** Where and what all workloads of the scene run. */
  readonly place: {
    readonly namespace: string;
    readonly pullSecrets: readonly string[];
    readonly containers: Readonly<Record<string, string>>;
  };
}

export async function openScene(name: string): Promise<Scene> {
  const site = await openSite(name);
  const namespace = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
  const app = await site.push({ repository: 'app', tag: '1' });
  const place = { namespace, pullSecrets: ['login'], containers: { app: app.reference } };
  return { site, namespace, app, place, [Symbol.asyncDispose]: async () => site[Symbol.asyncDispose]() };
}

export async function migrateOne(
  { site }: Scene,
  name: string,
  args: readonly string[],
  code: number = EXIT.failed,
): Promise<SwitchedWorkload> {
  await using readiness = await watchReadiness(site, [site.in('shop')]);
  const outcome = await migrate(site, ['-o', 'json', ...args]);
  assertExit(outcome, code);
  if (name === 'web') readiness.assertNothingWentDown();
  return switchedWorkloads(outcome)[name] ?? assert.fail(`nothing is said of ${name}`);
}

export async function assertAsItWas({ site, namespace, app }: Scene, name: string): Promise<void> {
  const found = await site.api.get(DEPLOYMENTS, { namespace, name });
  assert.deepEqual(imagesNamedIn(found?.spec), [app.reference]);
  assert.equal(found?.status?.readyReplicas, found?.spec?.replicas);
}
