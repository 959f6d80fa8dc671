import assert from 'node:assert/strict';
import { formatImageReference } from '../../../src/domain/image/format-reference.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { buildMapping } from '../../../src/domain/mapping/build-mapping.ts';
import {
  type RequiredImage,
  requiredImages,
  sourceQuestions,
  targetQuestions,
} from '../../../src/domain/plan/required-images.ts';
import { selectMoves } from '../../../src/domain/plan/moves.ts';
import { inventoryOf } from '../../support/builders/inventory.ts';
import { digestOf, pod } from '../../support/builders/pod.ts';
import { deployment, statefulSet } from '../../support/builders/workloads.ts';

const RUNNING = digestOf('running');

function needed(objects: readonly KubernetesObject[]): RequiredImage[] {
  const inventory = inventoryOf(objects);
  const mapping = buildMapping({ from: ['old.example'], to: 'new.example' });
  return requiredImages(selectMoves(inventory, mapping, { includeManaged: false }).moves, inventory);
}

describe('imageDemands', () => {
  it('is one for each image, in a fixed order', () => {
    const objects = [
      deployment({ name: 'b', containers: { x: 'old.example/b', y: 'old.example/a' } }),
      deployment({ name: 'a', image: 'old.example/b:latest' }),
    ];
    assert.deepEqual(
      needed(objects).map(({ image, users }) => [image, users.length]),
      [
        ['old.example/a:latest', 1],
        ['old.example/b:latest', 2],
      ],
    );
  });
});

describe('sourceQuestions', () => {
  const owner = statefulSet({ image: 'old.example/a:1' });
  const run = (name: string) =>
    pod({ name, owner, image: 'old.example/a:1', imageIds: { app: `old.example/a@${RUNNING}` } });
  const cases: readonly [string, readonly KubernetesObject[], readonly string[]][] = [
    ['of a tag: the tag', [owner], ['old.example/a:1']],
    [
      'of a tag that runs: its digests too',
      [owner, run('x'), run('y')],
      ['old.example/a:1', `old.example/a:1@${RUNNING}`],
    ],
    [
      'of a digest: the digest alone',
      [deployment({ image: `old.example/a@${RUNNING}` })],
      [`old.example/a@${RUNNING}`],
    ],
    [
      'of a tag and a digest: the digest, and whether the tag says it',
      [deployment({ image: `old.example/a:1@${RUNNING}` })],
      [`old.example/a:1@${RUNNING}`, 'old.example/a:1'],
    ],
  ];
  for (const [name, objects, expected] of cases) {
    it(name, () => {
      assert.deepEqual(needed(objects).flatMap(sourceQuestions).map(formatImageReference), expected);
    });
  }
});

describe('targetQuestions', () => {
  const invented = `digest-${RUNNING.slice(7, 39)}`;
  const cases: readonly [string, string, readonly string[]][] = [
    ['of a tag: the tag', 'old.example/a:1', ['push.example/a:1']],
    ['of no tag: the default', 'old.example/a', ['push.example/a:latest']],
    [
      'of a tag and a digest: also the tag that it may have to take',
      `old.example/a:1@${RUNNING}`,
      ['push.example/a:1', `push.example/a:${invented}`],
    ],
    ['of a digest: the tag that is invented', `old.example/a@${RUNNING}`, [`push.example/a:${invented}`]],
  ];
  for (const [name, image, expected] of cases) {
    it(name, () => {
      const mapping = buildMapping({ from: ['old.example'], to: 'new.example', push: 'push.example' });
      const asked = needed([deployment({ image })]).flatMap((required) => targetQuestions(required, mapping));
      assert.deepEqual([...new Set(asked.map(formatImageReference))], expected);
    });
  }
});
