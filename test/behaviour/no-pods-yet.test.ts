/** What has no pods yet, but may start them as it is, refers to the source and needs its logins. */
import assert from 'node:assert/strict';
import type { LeftAlone } from '../../src/domain/plan/plan.ts';
import { until } from '../cluster/deadline.ts';
import { buildable, type Buildable } from './builders/buildable.ts';
import { cronJob } from './builders/cron-job.ts';
import { gadget, gadgets } from './builders/custom-resource.ts';
import { deployment } from './builders/deployment.ts';
import { appLabel, podSpec } from './builders/pod-spec.ts';
import { defineGadgets } from './harness/define-gadgets.ts';
import { CRON_JOBS, JOBS, REPLICA_SETS, SECRETS, type ApiObject, type Kind } from './harness/kinds.ts';
import { assertExit, assertSays, EXIT } from './harness/outcome.ts';
import { migrate, rollback, run, verify } from './harness/product.ts';
import type { Outcome } from './harness/run-product.ts';
import { openSite, sourceLogin, type Site, type SourceImage } from './harness/site.ts';

describe('a ReplicaSet of an unknown controller without pods, and a suspended Job of a CronJob', () => {
  let site: Site;
  let namespace: string;
  let web: SourceImage;
  let group: string;

  before(async () => {
    site = await openSite('no-pods');
    group = `${site.prefix}.estate.example`;
    namespace = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
    web = await site.push({ repository: 'web', tag: '1' });
    await defineGadgets(site, group);
    const place = { namespace, pullSecrets: ['login'], containers: { app: web.reference } };
    await site.start(deployment({ ...place, name: 'web' }), cronJob({ ...place, name: 'nightly' }));
    await site.apply(gadget(group, { namespace, name: 'rollout', image: 'none.example/x:1' }));
    await site.apply(await nightlyJob({ suspend: true }), await asleep('rollout-1', 'login', web.reference));
  });

  after(async () => site[Symbol.asyncDispose]());

  it('stay as they are in a move: the ReplicaSet is left alone, the Job follows nobody', async () => {
    const outcome = await migrate(site, ['-o', 'json']);
    assertExit(outcome, EXIT.partly);
    assert.deepEqual(leftAlone(outcome), ['rollout-1 controlled']);
    // Going on would end the same way each time.
    assertSays(outcome, 'stderr', 'nothing left to resume');
    assert.doesNotMatch(outcome.stderr, /registry-switch resume/);
    assertSays(outcome, 'stderr', 'registry-switch rollback');
  });

  it('are what verify finds', async () => {
    const outcome = await verify(site, ['-o', 'name']);
    assertExit(outcome, EXIT.oldReferences);
    assert.deepEqual(lines(outcome.stdout), ['job.batch/nightly-1', 'replicaset.apps/rollout-1']);
  });

  it('are named by a second move, which has nothing else to do', async () => {
    const outcome = await migrate(site, ['-o', 'json']);
    assertExit(outcome, EXIT.partly);
    assert.deepEqual(leftAlone(outcome), ['nightly-1 immutable', 'rollout-1 controlled']);
  });

  it('keep a finish from taking their login away', async () => {
    const home = ['--copy-namespace', site.copyNamespace];
    const source = ['--from', site.cluster.source.host, '--namespace', site.namespaces];
    assertExit(await run(site, ['finish', '--yes', ...source, ...home]), EXIT.oldReferences);
    const login = await site.api.get(SECRETS, { namespace, name: 'login' });
    const config = Buffer.from(login?.data?.['.dockerconfigjson'] ?? '', 'base64').toString();
    assert.ok(config.includes(site.cluster.source.host), config);
  });

  it('run when they are let go', async () => {
    await site.apply(await nightlyJob({ suspend: false }));
    await until('the Job to end', 60, async () => {
      const found = await site.api.get(JOBS, { namespace, name: 'nightly-1' });
      return found?.status?.succeeded === 1 ? true : undefined;
    });
    await site.api.patch(REPLICA_SETS, { namespace, name: 'rollout-1' }, { spec: { replicas: 1 } });
    await until('the ReplicaSet to be ready', 60, async () => {
      const found = await site.api.get(REPLICA_SETS, { namespace, name: 'rollout-1' });
      return found?.status?.readyReplicas === 1 ? true : undefined;
    });
  });

  it('keep the pull Secret of the target that they name: a rollback says so', async () => {
    await site.apply(await asleep('rollout-2', 'registry-switch-target', web.atTarget));
    const outcome = await rollback(site);
    assertExit(outcome, EXIT.partly);
    assertSays(outcome, 'stdout', `it is used by ReplicaSet ${namespace}/rollout-2`);
    const secret = await site.api.get(SECRETS, { namespace, name: 'registry-switch-target' });
    assert.notEqual(secret, undefined);
  });

  async function ownedBy(kind: Kind<ApiObject>, name: string): Promise<object> {
    const owner = await site.api.get(kind, { namespace, name });
    const uid = owner?.metadata?.uid ?? '';
    const reference = { apiVersion: kind.apiVersion, kind: kind.kind, name, uid, controller: true };
    return { ownerReferences: [reference] };
  }

  /** As an autoscaler leaves the ReplicaSet of a controller that the tool does not know. */
  async function asleep(name: string, pullSecret: string, image: string): Promise<Buildable> {
    const shape = { pullSecrets: [pullSecret], containers: { app: image } };
    const template = { metadata: { labels: appLabel(name) }, spec: podSpec(shape) };
    return buildable(REPLICA_SETS, {
      metadata: { namespace, name, ...(await ownedBy(gadgets(group), 'rollout')) },
      spec: { replicas: 0, selector: { matchLabels: appLabel(name) }, template },
    });
  }

  /** As a queue holds it back. */
  async function nightlyJob({ suspend }: { readonly suspend: boolean }): Promise<Buildable> {
    const shape = { pullSecrets: ['login'], containers: { app: web.reference }, once: true };
    const spec = podSpec({ ...shape, pullPolicy: 'Always' });
    return buildable(JOBS, {
      metadata: { namespace, name: 'nightly-1', ...(await ownedBy(CRON_JOBS, 'nightly')) },
      spec: { suspend, template: { metadata: { labels: appLabel('nightly') }, spec } },
    });
  }
});

function leftAlone({ stdout }: Outcome): string[] {
  const { plan } = JSON.parse(stdout) as { readonly plan: { readonly leftAlone: readonly LeftAlone[] } };
  return plan.leftAlone.map(({ workload, code }) => `${workload.name} ${code}`).toSorted();
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .toSorted();
}
