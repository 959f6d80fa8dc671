/** Workloads that another tool writes again and again: left to it, whether it leaves marks or only owns the fields. */
import assert from 'node:assert/strict';
import type { Plan } from '../../src/domain/plan/plan.ts';
import type { Buildable } from './builders/buildable.ts';
import { deployment } from './builders/deployment.ts';
import { applyAs, createAs } from './field-ownership/apply.ts';
import { assertExit, EXIT } from './harness/outcome.ts';
import { move } from './harness/product.ts';
import { openSite, sourceLogin, type Site } from './harness/site.ts';

describe('a workload that another tool writes', () => {
  let site: Site;
  let app: (name: string, labels?: Readonly<Record<string, string>>) => Buildable;

  before(async () => {
    site = await openSite('managed');
    const namespace = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
    const { reference } = await site.push({ repository: 'app', tag: '1' });
    app = (name, labels = {}) => {
      const { kind, object } = deployment({
        ...{ namespace, name, replicas: 0, pullSecrets: ['login'] },
        containers: { app: reference },
      });
      return { kind, object: { ...object, metadata: { ...object.metadata, labels } } };
    };
    const instance = { 'app.kubernetes.io/instance': 'shop' };
    await createAs(site.api, 'argocd-controller', app('argo', instance));
    await applyAs(site.api, 'kustomize-controller', app('flux'));
    await createAs(site.api, 'kubectl-create', app('by-hand', instance));
  });

  after(async () => site[Symbol.asyncDispose]());

  it('is left alone with the name of the tool, one written by hand is not', async () => {
    const { leftAlone, changes } = await plan();
    assert.deepEqual(
      changes.map(({ workload }) => workload.name),
      ['by-hand'],
    );
    assert.deepEqual(Object.fromEntries(leftAlone.map(({ workload, code }) => [workload.name, code])), {
      argo: 'gitops',
      flux: 'gitops',
    });
    const reasons = leftAlone.map(({ reason }) => reason).join('\n');
    assert.match(reasons, /Argo CD application shop would revert a patch/);
    assert.match(reasons, /Flux \(field manager kustomize-controller\) would revert a patch/);
  });

  it('is moved where the user says so', async () => {
    assert.equal((await plan('--include-managed')).changes.length, 3);
  });

  async function plan(...flags: readonly string[]): Promise<Plan> {
    const outcome = await move(site, ['plan', '-o', 'json', ...flags]);
    assertExit(outcome, EXIT.done);
    return JSON.parse(outcome.stdout) as Plan;
  }
});
