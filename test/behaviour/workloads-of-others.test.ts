/** Kinds of other groups that have a pod template are moved and put back as Deployments are. */
import assert from 'node:assert/strict';
import { until } from '../cluster/deadline.ts';
import { deployment } from './builders/deployment.ts';
import {
  CLONE_SETS,
  templatedDefinition,
  DEPLOYMENT_CONFIGS,
  referringRollout,
  ROLLOUTS,
  templatedWorkload,
  type TemplatedKind,
} from './builders/workloads-of-others.ts';
import { collectionPath, DEPLOYMENTS } from './harness/kinds.ts';
import { nameOf, objectPath } from './harness/kube-api.ts';
import { assertExit, assertSays, EXIT } from './harness/outcome.ts';
import { migrate, rollback, run, verify } from './harness/product.ts';
import { openSite, sourceLogin, type Site } from './harness/site.ts';
import { everythingRestorable, type Snapshot } from './harness/snapshot.ts';
import { outcomesOf, switchedWorkloads } from './harness/switch-outcomes.ts';
import { watchObjects } from './harness/watch-objects.ts';

const KINDS = [ROLLOUTS, CLONE_SETS, DEPLOYMENT_CONFIGS];

describe('workloads of Argo Rollouts, OpenKruise and OpenShift', () => {
  let site: Site;
  let shop: string;
  let source: string;
  let target: string;
  let asItWas: Snapshot;
  const controllers = new AsyncDisposableStack();

  before(async () => {
    site = await openSite('others');
    for (const kind of KINDS) await site.define(templatedDefinition(kind));
    for (const kind of KINDS) {
      await until(kind.plural, 30, async () => site.api.request(collectionPath(kind)).catch(() => undefined));
    }
    shop = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
    const image = await site.push({ repository: 'web', tag: '1' });
    [source, target] = [image.reference, image.atTarget];
    for (const kind of KINDS) controllers.use(await pretendToControl(kind));
    await site.apply(
      ...KINDS.map((kind) =>
        templatedWorkload(kind, { namespace: shop, name: kind.plural, image: image.reference }),
      ),
      templatedWorkload(DEPLOYMENT_CONFIGS, {
        ...{ namespace: shop, name: 'triggered', image: image.reference },
        spec: { triggers: [imageTrigger('app')] },
      }),
      deployment({
        ...{ namespace: shop, name: 'referred', replicas: 0 },
        ...{ containers: { app: image.reference }, pullSecrets: ['login'] },
      }),
      referringRollout({ namespace: shop, name: 'referring' }, 'referred'),
    );
    controllers.use(await pretendToRefer());
    asItWas = await everythingRestorable(site, KINDS);
  });

  after(async () => {
    await controllers.disposeAsync();
    await site[Symbol.asyncDispose]();
    for (const kind of KINDS) {
      const { kind: definitions, object } = templatedDefinition(kind);
      await site.api.delete(definitions, nameOf(object));
    }
  });

  it('are listed with their images', async () => {
    const { stdout } = await run(site, ['images', '-n', shop, '-o', 'json']);
    for (const { kind, plural } of KINDS) assert.ok(stdout.includes(`"${kind} ${shop}/${plural}"`), stdout);
  });

  it('are moved in their templates, with the login to pull; what a trigger would set back is left alone', async () => {
    const outcome = await migrate(site, ['-o', 'json']);
    assertExit(outcome, EXIT.partly);
    assert.deepEqual(outcomesOf(outcome), {
      ...Object.fromEntries(KINDS.map(({ plural }) => [plural, 'switched'])),
      referred: 'switched',
    });
    assert.match(
      switchedWorkloads(outcome).referred?.message ?? '',
      /^Rollout \S+\/referring: 1 pod available/,
      'it waits for the Rollout that takes its template',
    );
    assert.match(outcome.stdout + outcome.stderr, /triggered[^]*its trigger for ImageStreamTag web:1/);
    for (const kind of KINDS) assert.deepEqual(await templateOf(kind), [target, 2], kind.kind);
  });

  it('are found by verify where they stayed', async () => {
    const outcome = await verify(site);
    assertExit(outcome, EXIT.oldReferences);
    assertSays(outcome, 'stdout', /DeploymentConfig +\S+ +triggered /);
    for (const { kind, plural } of KINDS) {
      assert.doesNotMatch(outcome.stdout, new RegExp(`${kind} +\\S+ +${plural} `));
    }
  });

  it('are put back byte for byte', async () => {
    assertExit(await rollback(site), EXIT.done);
    assert.deepEqual(await everythingRestorable(site, KINDS), asItWas);
    for (const kind of KINDS) assert.deepEqual(await templateOf(kind), [source, 1], kind.kind);
  });

  /** The image, and how many pull Secrets are named. */
  async function templateOf(kind: TemplatedKind): Promise<unknown> {
    const found = await site.api.get(kind, { namespace: shop, name: kind.plural });
    const { containers, imagePullSecrets = [] } = found?.spec.template?.spec ?? assert.fail('it is gone');
    return [containers[0]?.image, imagePullSecrets.length];
  }

  /** Says of every object that its one pod has followed, as its controller would: there is none here. */
  async function pretendToControl(kind: TemplatedKind): Promise<AsyncDisposable> {
    return watchObjects(site.api, { kind, namespace: shop }, ({ object }) => {
      const { generation = 0 } = object.metadata ?? {};
      const seen = (object.status as { observedGeneration?: unknown } | undefined)?.observedGeneration;
      // That of a Rollout is a text: https://argo-rollouts.readthedocs.io/en/stable/features/specification/
      if (Number(seen) === generation) return;
      void tell(
        objectPath(kind, nameOf(object)),
        followed(kind === ROLLOUTS ? String(generation) : generation),
      );
    });
  }

  /** Says of the Rollout that it has seen each template of the Deployment that it refers to. */
  async function pretendToRefer(): Promise<AsyncDisposable> {
    const rollout = objectPath(ROLLOUTS, { namespace: shop, name: 'referring' });
    return watchObjects(site.api, { kind: DEPLOYMENTS, namespace: shop }, ({ object }) => {
      void tell(rollout, { workloadObservedGeneration: String(object.metadata?.generation) });
    });
  }

  async function tell(path: string, status: object): Promise<void> {
    await site.api.request(`${path}/status`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/merge-patch+json' },
      body: JSON.stringify({ status }),
    });
  }
});

function followed(observedGeneration: string | number): object {
  const counts = [
    'replicas',
    'readyReplicas',
    'updatedReplicas',
    'updatedReadyReplicas',
    'availableReplicas',
  ];
  return {
    observedGeneration,
    phase: 'Healthy',
    ...Object.fromEntries(counts.map((count) => [count, 1])),
    conditions: [{ type: 'Progressing', status: 'True', reason: 'NewReplicationControllerAvailable' }],
  };
}

function imageTrigger(container: string): object {
  const from = { kind: 'ImageStreamTag', name: 'web:1' };
  return { type: 'ImageChange', imageChangeParams: { automatic: true, containerNames: [container], from } };
}
