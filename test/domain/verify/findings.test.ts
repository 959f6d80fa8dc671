import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { CONFIG_MAPS, DEPLOYMENTS } from '../../../src/domain/kubernetes/resource.ts';
import { namedSources } from '../../../src/domain/mapping/source-matcher.ts';
import { namedPlaces } from '../../../src/domain/mapping/source-places.ts';
import { mentionFinder } from '../../../src/domain/mention/mention-finder.ts';
import {
  conclusionOf,
  countedFindings,
  type Finding,
  describeMention,
  findReferences,
  mentionsIn,
} from '../../../src/domain/verify/findings.ts';
import { prometheus, stranger } from '../../support/builders/custom-resource.ts';
import { anObject } from '../../support/builders/object.ts';
import { inventoryOf } from '../../support/builders/inventory.ts';
import { digestOf, pod } from '../../support/builders/pod.ts';
import { cronJob, deployment, job, replicaSet, statefulSet } from '../../support/builders/workloads.ts';

const OLD = 'old.example/app:1';
const NEW = 'new.example/app:1';

function findings(objects: readonly KubernetesObject[], includeFinished = false): Finding[] {
  const isSource = (image: string): boolean => image.startsWith('old.example/');
  const find = mentionFinder(namedPlaces(['old.example']));
  return findReferences(inventoryOf(objects, {}, find), isSource, includeFinished);
}

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

  it('counts a Deployment without pods that an operator owns: it may be scaled up again as it is', () => {
    const owner = prometheus({ image: NEW });
    const objects = [owner, deployment({ name: 'idle', image: OLD, replicas: 0, owner })];
    assert.deepEqual(
      findings(objects).map(({ object, counted }) => [object.name, counted]),
      [['idle', true]],
    );
  });

  const apart: readonly [string, KubernetesObject, string][] = [
    ['a finished pod', pod({ image: OLD, phase: 'Succeeded' }), 'finished: pulls no more'],
    ['a pod that is being deleted', ending(pod({ image: OLD })), 'finished: pulls no more'],
    ['a complete Job', job({ image: OLD, status: complete }), 'finished: pulls no more'],
    [
      'the history of a Deployment',
      replicaSet({ image: OLD, replicas: 0, owner: moved }),
      'history of earlier rollouts',
    ],
    [
      'a complete Job of a CronJob',
      job({ image: OLD, status: complete, owner: cronJob({ image: NEW }) }),
      'finished: pulls no more',
    ],
  ];
  for (const [name, object, note] of apart) {
    it(`does not count ${name}`, () => {
      assert.deepEqual(
        findings([object]).map(({ counted, note: why }) => [counted, why]),
        [[false, note]],
      );
    });

    it(`counts ${name} where the user wants it`, () => {
      assert.deepEqual(
        findings([object], true).map(({ counted, note: why }) => [counted, why]),
        [[true, undefined]],
      );
    });
  }

  const counted: readonly [string, KubernetesObject][] = [
    ['a bare ReplicaSet without pods', replicaSet({ image: OLD, replicas: 0 })],
    ['a Deployment without pods', deployment({ image: OLD, replicas: 0 })],
    ['a Deployment without pods of an operator', deployment({ image: OLD, replicas: 0, owner: stranger() })],
    ['a ReplicaSet without pods of a Rollout', replicaSet({ image: OLD, replicas: 0, owner: stranger() })],
    [
      'a ReplicaSet without pods of a foreign Deployment',
      replicaSet({
        image: OLD,
        replicas: 0,
        owner: stranger({ kind: 'Deployment', apiVersion: 'apps.example/v1' }),
      }),
    ],
    ['a ReplicaSet with pods of a Rollout', replicaSet({ image: OLD, owner: stranger() })],
    [
      'a ReplicaSet of a foreign Deployment',
      replicaSet({ image: OLD, owner: stranger({ kind: 'Deployment', apiVersion: 'apps.example/v1' }) }),
    ],
    ['a running Job', job({ image: OLD })],
    ['a CronJob', cronJob({ image: OLD })],
    ['a Job of a CronJob', job({ image: OLD, owner: cronJob({ image: NEW }) })],
    ['a Job of a CronJob that waits', job({ image: OLD, owner: cronJob(), spec: { suspend: true } })],
  ];
  for (const [name, object] of counted) {
    it(`counts ${name}`, () => {
      assert.deepEqual(
        findings([object]).map((finding) => finding.counted),
        [true],
      );
    });
  }

  it('lists the owner in place of a ReplicaSet of a Deployment', () => {
    assert.deepEqual(findings([replicaSet({ image: OLD, owner: moved })], true), []);
  });

  const ofCustomResources: readonly [string, string, Readonly<Record<string, string>>, boolean][] = [
    ['names another image by now is history', NEW, { app: OLD }, false],
    ['names its image still is none', NEW, { app: NEW, side: OLD }, true],
  ];
  for (const [name, image, containers, expected] of ofCustomResources) {
    it(`a ReplicaSet without pods whose custom resource ${name}`, () => {
      const owner = prometheus({ image });
      const counted = findings([owner, replicaSet({ containers, replicas: 0, owner })]).map(
        (finding) => finding.counted,
      );
      assert.deepEqual(counted, [expected]);
    });
  }

  it('a ReplicaSet without pods of a controller that is seen only through other pods is no history', () => {
    const owner = stranger();
    const found = findings([pod({ image: NEW, owner }), replicaSet({ image: OLD, replicas: 0, owner })]);
    assert.deepEqual(
      found.map(({ object, counted }) => [object.resource.kind, counted]),
      [['ReplicaSet', true]],
    );
  });
});

/** As a rollout leaves its old pods for a while. */
function ending(object: KubernetesObject): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
}

describe('countedFindings', () => {
  it('are those that make verify fail', () => {
    const found = findings([deployment({ image: OLD }), pod({ image: OLD, phase: 'Succeeded' })]);
    const list = {
      apiVersion: 'registry-switch/v1',
      kind: 'Findings',
      from: [],
      findings: found,
      unseen: [],
      warnings: [],
    } as const;
    assert.deepEqual(
      countedFindings(list).map(({ kind }) => kind),
      ['template'],
    );
  });
});

describe('conclusionOf', () => {
  const one: Finding = {
    kind: 'template',
    object: { resource: DEPLOYMENTS, namespace: 'shop', name: 'web' },
    references: ['old.example/a:1'],
    counted: true,
  };
  const cases: readonly [string, Parameters<typeof conclusionOf>[0], string][] = [
    [
      'is an all-clear where all was seen',
      { findings: [], unseen: [] },
      'Nothing refers to the source any more',
    ],
    [
      'is an all-clear of the whole cluster where nothing was left out',
      { findings: [], unseen: [], scope: { namespaces: [], excludeNamespaces: [] } },
      'Nothing refers to the source any more',
    ],
    [
      'is one of the scope alone where that is narrower',
      {
        findings: [],
        unseen: [],
        scope: { namespaces: ['shop', 'pay-*'], excludeNamespaces: ['pay-x'], labelSelector: 'team=a' },
      },
      'Nothing in namespaces shop, pay-* outside namespace pay-x with labels team=a refers to the source any more',
    ],
    [
      'is none about what was not',
      { findings: [{ ...one, counted: false }], unseen: ['pull Secrets', 'service accounts'] },
      'No workload refers to the source any more; pull Secrets and service accounts were not looked at',
    ],
    [
      'counts what was found',
      { findings: [one], unseen: ['pull Secrets'] },
      '1 reference to the source remains',
    ],
  ];
  for (const [name, findings, expected] of cases) {
    it(name, () => {
      assert.equal(conclusionOf(findings), expected);
    });
  }
});
