import assert from 'node:assert/strict';
import { CRON_JOBS, DEPLOYMENTS, JOBS, PODS } from '../../../src/domain/kubernetes/resource.ts';
import { isMeant, parseWorkloadName } from '../../../src/domain/workload-kinds/workload-name.ts';

const web = { resource: DEPLOYMENTS, namespace: 'shop', name: 'web' };
const nightly = { resource: CRON_JOBS, namespace: 'shop', name: 'nightly' };
const tool = { resource: PODS, namespace: 'shop', name: 'tool' };
const once = { resource: JOBS, namespace: 'data', name: 'once' };
const machine = {
  resource: { group: 'x.example', version: 'v1', plural: 'machines', kind: 'Machine', namespaced: false },
  name: 'one',
};

describe('names of workloads, as kubectl takes them', () => {
  const cases: readonly [text: string, meant: readonly object[]][] = [
    ['deployment/web', [web]],
    ['Deployment/web', [web]],
    ['deployments/web', [web]],
    ['deploy/web', [web]],
    ['deployment.apps/web', [web]],
    ['deployments.apps/web', [web]],
    ['deploy.apps/web', [web]],
    ['deployments.v1.apps/web', [web]],
    ['shop/deploy/web', [web]],
    ['data/deploy/web', []],
    ['shop/web', []],
    ['sts/web', []],
    ['cj/nightly', [nightly]],
    ['cronjobs.batch/nightly', [nightly]],
    ['po/tool', [tool]],
    ['pods/tool', [tool]],
    ['job/once', [once]],
    ['machine/one', [machine]],
    ['machines.x.example/one', [machine]],
    ['shop/machine/one', []],
  ];
  for (const [text, meant] of cases) {
    it(`${text} means ${meant.length === 0 ? 'none of them' : 'one'}`, () => {
      const name = parseWorkloadName(text);
      assert.ok(name);
      assert.deepEqual(
        [web, nightly, tool, once, machine].filter((ref) => isMeant(ref, name)),
        meant,
      );
    });
  }

  for (const text of ['web', '', '/', 'deployment/', '/web', 'a/b/c/d', 'deployment/web api', 'x//web']) {
    it(`${JSON.stringify(text)} is none`, () => {
      assert.equal(parseWorkloadName(text), undefined);
    });
  }
});
