import assert from 'node:assert/strict';
import { CONFIG_MAPS } from '../../../src/domain/kubernetes/resource.ts';
import type { WrittenPlan } from '../../../src/domain/plan/written-plan.ts';
import { anObject } from '../../support/builders/object.ts';
import { pod } from '../../support/builders/pod.ts';
import { deployment, job } from '../../support/builders/workloads.ts';
import { fates, planOf } from './plan-of.ts';
import { at, OTHER, RUNNING, running, SOURCE, TAG, TARGET } from './shop-web.ts';
import { AT_TARGET, operator, SOLVER } from './operator.ts';

/** Each place with the copy of its image, or why there is none. */
function told({ mentions }: WrittenPlan): string[][] {
  return mentions.map(({ object, place, text, copy, reason }) => [
    `${object.resource.kind}/${object.name} ${place}`,
    text,
    copy ?? `no: ${reason ?? ''}`,
  ]);
}

describe('buildPlan: mentions', () => {
  it('copies the images that a workload only mentions, with the digest of the tag, and changes nothing', () => {
    const plan = planOf([operator(['--a', `--solver=${SOLVER}`])], { source: { [SOLVER]: TAG } });
    assert.deepEqual(told(plan), [['Deployment/operator container app args[1]', SOLVER, AT_TARGET]]);
    assert.deepEqual(
      plan.copies.map(({ source, target, digest, usedBy }) => ({ source, target, digest, usedBy })),
      [{ source: `${SOLVER}@${TAG}`, target: AT_TARGET, digest: TAG, usedBy: 1 }],
    );
    assert.deepEqual(fates(plan), {});
  });

  it('copies an image that others run with the digest that they run', () => {
    const objects = [...running({}, [at(RUNNING)]), operator([SOURCE])];
    const plan = planOf(objects, { source: { [SOURCE]: TAG } });
    assert.deepEqual(
      plan.copies.map(({ target, digest, usedBy }) => [target, digest, usedBy]),
      [[TARGET, RUNNING, 2]],
    );
    assert.deepEqual(fates(plan), { web: TARGET });
  });

  it('holds a workload back for nothing that it only mentions', () => {
    const objects = running({ container: { args: [SOLVER, 'old.example/gone:1'] } }, [at(RUNNING)]);
    const plan = planOf(objects, {
      source: { [SOURCE]: RUNNING, [SOLVER]: TAG, 'old.example/gone:1': 'absent' },
      target: { [AT_TARGET]: OTHER },
    });
    assert.deepEqual(fates(plan), { web: TARGET });
    assert.deepEqual(told(plan), [
      [
        'StatefulSet/web container app args[0]',
        SOLVER,
        `no: ${AT_TARGET} has another image (${OTHER}): replace it with --overwrite`,
      ],
      [
        'StatefulSet/web container app args[1]',
        'old.example/gone:1',
        'no: old.example/gone:1: no pod runs it and the source does not have its tag',
      ],
    ]);
  });

  it('changes nothing that others decide about', () => {
    const annotations = { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:shop/operator' };
    const shape = { source: { [SOLVER]: TAG }, rewriteMentions: true };
    assert.deepEqual(fates(planOf([operator([SOLVER], { annotations })], shape)), { operator: 'gitops' });
    assert.deepEqual(fates(planOf([job({ name: 'j', image: 'x', container: { args: [SOLVER] } })], shape)), {
      j: 'immutable',
    });
  });

  it('tells what names no image, and copies nothing for it', () => {
    const plan = planOf([operator(['--registry=old.example/', 'old.example/app', 'old.example/app:$(V)'])]);
    assert.deepEqual(
      told(plan).map(([, text, fate]) => [text, fate]),
      [
        ['old.example/', 'no: it does not name an image'],
        ['old.example/app', 'no: it has neither tag nor digest'],
        ['old.example/app:$(V)', 'no: it is templated'],
      ],
    );
    assert.deepEqual(plan.copies, []);
  });

  it('finds ConfigMaps that workloads use, once however many do', () => {
    const data = { 'images.yaml': `solver: ${SOLVER}` };
    const volumes = [{ name: 'cfg', configMap: { name: 'cfg' } }];
    const objects = [
      deployment({ name: 'a', volumes }),
      deployment({ name: 'b', volumes }),
      anObject(CONFIG_MAPS, { name: 'cfg' }, { data }),
      anObject(CONFIG_MAPS, { name: 'unused' }, { data }),
    ];
    const plan = planOf(objects, { source: { [SOURCE]: TAG, [SOLVER]: TAG } });
    assert.deepEqual(told(plan), [['ConfigMap/cfg data.images.yaml', SOLVER, AT_TARGET]]);
    assert.equal(plan.copies.find(({ target }) => target === AT_TARGET)?.usedBy, 2);
  });

  it('copies nothing that the workload may not have, unless the operator opens it', () => {
    const shape = { source: { [SOLVER]: TAG }, own: { operator: 'absent' } };
    const closed = planOf([operator([SOLVER])], shape);
    assert.deepEqual(closed.copies, []);
    assert.match(told(closed)[0]?.[2] ?? '', /^no: none of its logins can pull old\.example\/solver:1/);
    const opened = planOf([operator([SOLVER])], { ...shape, open: ['operator'] });
    assert.deepEqual(told(opened)[0]?.[2], AT_TARGET);
  });

  it('asks for the platforms of all nodes, as nobody knows where it will run', () => {
    const nodes = (['amd64', 'arm64'] as const).map((architecture) => ({
      name: architecture,
      platform: { os: 'linux', architecture },
      labels: { 'kubernetes.io/arch': architecture },
      taints: [],
    }));
    const platforms = nodes.map(({ platform }) => platform);
    const nodeSelector = { 'kubernetes.io/arch': 'amd64' };
    const template = operator([SOLVER]).spec as { readonly template: { readonly spec: object } };
    const pinned = { template: { spec: { ...template.template.spec, nodeSelector } } };
    const [copy] = planOf([operator([SOLVER], { spec: pinned })], {
      source: { [SOLVER]: TAG },
      inventory: { nodes, platforms },
    }).copies;
    assert.equal(copy?.target, AT_TARGET);
    assert.equal(copy.platforms, undefined);
  });

  it('does not look at what has run to its end, nor at pods of templates', () => {
    const owner = operator([SOLVER]);
    const container = { args: [SOLVER] };
    const complete = { conditions: [{ type: 'Complete', status: 'True' }] };
    const objects = [
      job({ image: 'x', container, status: complete }),
      owner,
      pod({ image: 'x', owner, container }),
    ];
    assert.deepEqual(
      told(planOf(objects, { source: { [SOLVER]: TAG } })).map(([place]) => place),
      ['Deployment/operator container app args[0]'],
    );
  });
});
