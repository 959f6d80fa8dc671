import assert from 'node:assert/strict';
import { CONFIG_MAPS } from '../../../src/domain/kubernetes/resource.ts';
import type { WrittenPlan } from '../../../src/domain/plan/written-plan.ts';
import { anObject } from '../../support/builders/object.ts';
import { pod } from '../../support/builders/pod.ts';
import { replicaSet } from '../../support/builders/workloads.ts';
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

/** Each reference that a change rewrites. */
function rewritten({ changes }: WrittenPlan): string[][] {
  return changes.flatMap(({ workload, mentions = [] }) =>
    mentions.map(({ name, from, to, digest }) => [workload.name, name, from, to, digest]),
  );
}

describe('buildPlan: rewritten mentions', () => {
  it('changes with the images of a workload what its template mentions, when that is wished', () => {
    const objects = running({ container: { args: [SOLVER, '--plain'] } }, [at(RUNNING)]);
    const shape = { source: { [SOURCE]: RUNNING, [SOLVER]: TAG } };
    const plan = planOf(objects, { ...shape, rewriteMentions: true });
    assert.deepEqual(fates(plan), { web: TARGET });
    assert.deepEqual(rewritten(plan), [['web', 'container app args[0]', SOLVER, AT_TARGET, TAG]]);
    assert.deepEqual(told(plan), []);
    assert.deepEqual(rewritten(planOf(objects, shape)), []);
  });

  it('changes a workload that mentions the source and has no image of it', () => {
    const env = [
      { name: 'A', value: SOLVER },
      { name: 'A', value: SOLVER },
    ];
    const objects = [operator(['--a'], { container: { env } })];
    const plan = planOf(objects, { source: { [SOLVER]: TAG }, rewriteMentions: true });
    assert.deepEqual(
      plan.changes.map(({ images, addPullSecrets }) => [images, addPullSecrets]),
      [[[], []]],
    );
    assert.deepEqual(rewritten(plan), [
      ['operator', 'container app env A', SOLVER, AT_TARGET, TAG],
      ['operator', 'container app env A (2)', SOLVER, AT_TARGET, TAG],
    ]);
  });

  it('writes the digest of what is mentioned where images are pinned', () => {
    const shape = { source: { [SOLVER]: TAG }, pin: { policy: 'always', isShared: false } } as const;
    const plan = planOf([operator([SOLVER])], { ...shape, rewriteMentions: true });
    assert.deepEqual(
      rewritten(plan).map(([, , , to]) => to),
      [`${AT_TARGET}@${TAG}`],
    );
  });

  it('holds a workload back for a mention without proof when mentions are rewritten', () => {
    const GONE = 'old.example/gone:1';
    const objects = running({ container: { args: [SOLVER, GONE] } }, [at(RUNNING)]);
    const source = { [SOURCE]: RUNNING, [SOLVER]: TAG };
    const gone = planOf(objects, { source: { ...source, [GONE]: 'absent' }, rewriteMentions: true });
    assert.deepEqual(fates(gone), { web: 'no-digest' });
    assert.match(gone.leftAlone[0]?.reason ?? '', /^old\.example\/gone:1: no pod runs it/);
    assert.deepEqual(gone.leftAlone[0]?.images, [SOURCE, SOLVER, GONE]);
    const other = planOf([operator([SOLVER])], {
      source,
      target: { [AT_TARGET]: OTHER },
      rewriteMentions: true,
    });
    assert.deepEqual(fates(other), { operator: 'target-differs' });
    const closed = planOf([operator([SOLVER])], {
      ...{ source, own: { operator: 'absent' } },
      rewriteMentions: true,
    });
    assert.deepEqual(fates(closed), { operator: 'closed' });
  });

  it('holds a workload back for a mention that the mapping has no place for', () => {
    const deep = `old.example/${'a/'.repeat(60)}x:1`;
    const mapping = { to: `new.example/${'long/'.repeat(30)}x` };
    const objects = [operator(['--a', deep])];
    const plan = planOf(objects, { mapping, rewriteMentions: true });
    assert.deepEqual(fates(plan), { operator: 'unmappable' });
    assert.match(plan.leftAlone[0]?.reason ?? '', /^container app args\[1\]: /);
    assert.deepEqual(fates(planOf(objects, { mapping })), {});
  });

  it('leaves what names no image, ConfigMaps and what cannot change, and says why', () => {
    const data = { images: SOLVER };
    const volumes = [{ name: 'cfg', configMap: { name: 'cfg' } }];
    const container = { args: [SOLVER] };
    const objects = [
      operator(['--registry=old.example/', SOLVER], { volumes }),
      anObject(CONFIG_MAPS, { name: 'cfg' }, { data }),
      pod({ name: 'bare', image: 'x', container }),
      replicaSet({ name: 'set', image: 'x', container }),
    ];
    const plan = planOf(objects, { source: { [SOLVER]: TAG }, rewriteMentions: true });
    assert.deepEqual(fates(plan), { operator: '' });
    assert.deepEqual(
      plan.mentions.map(({ object, place, stays = 'stays' }) => `${object.name} ${place}: ${stays}`),
      [
        'operator container app args[0]: stays',
        'cfg data.images: only templates are rewritten',
        'bare container app args[0]: the arguments of a running pod cannot change: recreate it',
        'set container app args[0]: the pods of a ReplicaSet are not replaced for it: recreate it',
      ],
    );
  });

  it('says of each what it would do if mentions were rewritten, where they are not', () => {
    const annotations = { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:shop/operator' };
    const plan = planOf(
      [
        operator(['--registry=old.example/', SOLVER], {
          volumes: [{ name: 'c', configMap: { name: 'cfg' } }],
        }),
        anObject(CONFIG_MAPS, { name: 'cfg' }, { data: { images: SOLVER } }),
        operator([SOLVER], { name: 'argo', annotations }),
      ],
      { source: { [SOLVER]: TAG } },
    );
    const said = plan.mentions.map(
      ({ object, place, rewriting = '' }) => `${object.name} ${place}: ${rewriting}`,
    );
    assert.deepEqual(said.slice(0, 3), [
      'operator container app args[0]: it is kept: it does not name an image',
      `operator container app args[1]: it becomes ${AT_TARGET}`,
      'cfg data.images: it is kept: only templates are rewritten',
    ]);
    assert.match(said[3] ?? '', /^argo container app args\[0\]: it is kept: Argo CD .* would revert a patch/);
  });
});
