import assert from 'node:assert/strict';
import { CONFIG_MAPS } from '../../../src/domain/kubernetes/resource.ts';
import { namedSources } from '../../../src/domain/mapping/source-matcher.ts';
import { namedPlaces } from '../../../src/domain/mapping/source-places.ts';
import { mentionFinder } from '../../../src/domain/mention/mention-finder.ts';
import {
  countedFindings,
  describeMention,
  findReferences,
  mentionsIn,
} from '../../../src/domain/verify/findings.ts';
import { prometheus } from '../../support/builders/custom-resource.ts';
import { anObject } from '../../support/builders/object.ts';
import { inventoryOf } from '../../support/builders/inventory.ts';
import { digestOf, pod } from '../../support/builders/pod.ts';
import { deployment, job, replicaSet, statefulSet } from '../../support/builders/workloads.ts';
import { findings, NEW, OLD } from './find-in.ts';

const moved = deployment({ image: NEW });
const complete = { conditions: [{ type: 'Complete', status: 'True' }] };

describe('findReferences', () => {
  it('finds templates and the pods below them', () => {
    const owner = statefulSet({ containers: { a: OLD, b: OLD, c: NEW } });
    assert.deepEqual(
      findings([owner, pod({ image: OLD, owner })]).map(({ kind, object, references }) => [
        kind,
        `${object.resource.kind}/${object.name}`,
        references,
      ]),
      [
        ['template', 'StatefulSet/web', [OLD]],
        ['pod', 'Pod/web', [OLD]],
      ],
    );
  });

  it('finds custom resources', () => {
    assert.deepEqual(
      findings([prometheus({ image: OLD })]).map(({ kind, counted }) => [kind, counted]),
      [['custom-resource', true]],
    );
  });

  it('finds what begins with the source and is filled in later, as an image and not as a mention too', () => {
    const isSource = namedSources(['old.example']);
    const find = mentionFinder(namedPlaces(['old.example']));
    const objects = [prometheus({ image: 'old.example/prom:$(params.v)' })];
    assert.deepEqual(
      findReferences(inventoryOf(objects, {}, find), isSource, false).map(({ kind, counted }) => [
        kind,
        counted,
      ]),
      [['custom-resource', true]],
    );
  });

  it('lists a bare pod once', () => {
    assert.deepEqual(
      findings([pod({ image: OLD })]).map(({ kind }) => kind),
      ['pod'],
    );
  });

  it('finds every place in a pod', () => {
    const places = {
      initContainers: { i: 'old.example/i:1' },
      ephemeralContainers: { e: 'old.example/e:1' },
    };
    const found = findings([pod({ image: NEW, ...places, imageVolumes: { v: 'old.example/v:1' } })]);
    assert.deepEqual(found[0]?.references, ['old.example/i:1', 'old.example/e:1', 'old.example/v:1']);
  });

  it('believes what a pod was told, not the name that the runtime reports', () => {
    const objects = [
      moved,
      pod({ image: NEW, owner: moved, imageIds: { app: `old.example/app@${digestOf('x')}` } }),
    ];
    assert.deepEqual(findings(objects), []);
  });

  it('finds mentions, place by place, in templates and in the ConfigMaps that they use', () => {
    const data = { 'a.yaml': 'x: old.example/a:1\ny: old.example/b:1' };
    const found = findings([
      deployment({
        image: NEW,
        container: { args: ['--image=old.example/a:1'], env: [{ name: 'REGISTRY', value: 'old.example/' }] },
        volumes: [{ name: 'v', configMap: { name: 'cfg' } }],
      }),
      anObject(CONFIG_MAPS, { name: 'cfg' }, { data }),
    ]);
    assert.deepEqual(found.map(describeMention), [
      'Deployment shop/web container app args[0] (old.example/a:1)',
      'Deployment shop/web container app env REGISTRY (old.example/)',
      'ConfigMap shop/cfg data.a.yaml (old.example/a:1, old.example/b:1)',
    ]);
    assert.deepEqual(mentionsIn({ findings: found }), found);
  });

  it('tells mentions of what has ended, or follows another, as it tells their images', () => {
    const container = { args: ['old.example/a:1'] };
    const owner = deployment({ image: NEW });
    const objects = [
      job({ image: NEW, container, status: complete }),
      replicaSet({ image: NEW, container, owner }),
      replicaSet({ name: 'past', image: NEW, container, owner, replicas: 0 }),
    ];
    assert.deepEqual(
      findings(objects).map(({ kind, object, counted, note }) => [kind, object.name, counted, note]),
      [
        ['mention', 'web', false, 'finished: pulls no more'],
        ['mention', 'past', false, 'history of earlier rollouts'],
      ],
    );
    assert.equal(countedFindings({ findings: findings(objects, true) }).length, 2);
  });
});
