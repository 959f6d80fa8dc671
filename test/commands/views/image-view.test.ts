import assert from 'node:assert/strict';
import { IMAGE_NAMES_VIEW, IMAGE_VIEW } from '../../../src/commands/views/image-view.ts';
import type { ImageList, ImageUsage } from '../../../src/domain/inventory/image-usage.ts';
import { digestOf } from '../../support/builders/pod.ts';
import { cells, headers, names } from './shown.ts';

type User = ImageUsage['users'][number];

function user(workload: string, rest: Partial<User> = {}): User {
  return { workload, slot: 'container', name: 'app', managedBy: [], ...rest };
}

function list(usage: Partial<ImageUsage>): ImageList {
  const item = {
    image: 'old.example/a:1',
    registry: 'old.example',
    digests: [],
    pods: 0,
    users: [],
    ...usage,
  };
  return { apiVersion: 'registry-switch/v1', kind: 'ImageList', items: [item], warnings: [] };
}

describe('the view of images', () => {
  it('has more to say with -o wide', () => {
    const { table, wide } = headers(IMAGE_VIEW);
    assert.deepEqual(table, ['registry', 'image', 'pods', 'used by']);
    assert.deepEqual(wide, [...table, 'set in', 'managed by', 'digest']);
  });

  const cases: readonly [string, Partial<ImageUsage>, string[]][] = [
    [
      'who uses an image, where it is set and who decides',
      {
        pods: 3,
        digests: [digestOf('a')],
        users: [
          user('Deployment shop/web', { managedBy: [{ kind: 'helm', name: 'shop/web' }] }),
          user('Pod shop/x', { slot: 'initContainer', name: 'init', injected: true }),
        ],
      },
      [
        'old.example',
        'old.example/a:1',
        '3',
        'Deployment shop/web, Pod shop/x',
        'container app, initContainer init (injected)',
        'Helm release shop/web',
        digestOf('a'),
      ],
    ],
    [
      'who only mentions it',
      {
        users: [
          user('Deployment shop/operator', { slot: 'mention', name: 'container app args[0]' }),
          user('Pod shop/x'),
        ],
      },
      [
        ...['old.example', 'old.example/a:1', '0', 'Deployment shop/operator (mention), Pod shop/x'],
        ...['mention container app args[0], container app', '', ''],
      ],
    ],
    [
      'what is no image',
      { isPlace: true, users: [user('Deployment shop/operator', { slot: 'mention', name: 'x' })] },
      [
        ...['old.example', 'old.example/a:1', '0', 'Deployment shop/operator (mention, no image)'],
        ...['mention x', '', ''],
      ],
    ],
    [
      'the first of many users',
      { users: ['a', 'b', 'c', 'd'].map((name) => user(name)) },
      ['old.example', 'old.example/a:1', '0', 'a, b and 2 more', 'container app', '', ''],
    ],
  ];
  for (const [name, usage, row] of cases) {
    it(`tells ${name}`, () => {
      assert.deepEqual(cells(IMAGE_VIEW, list(usage)), [row]);
    });
  }

  it('gives scripts the names of images alone', () => {
    assert.deepEqual(names(IMAGE_NAMES_VIEW, list({})), ['old.example/a:1']);
    assert.deepEqual(names(IMAGE_NAMES_VIEW, list({ isPlace: true })), []);
  });

  it('tells a malformed reference', () => {
    const { registry, ...item } = list({ image: 'old.example//a' }).items[0] ?? { registry: '' };
    assert.equal(registry, 'old.example');
    const malformed = { ...list({}), items: [item as ImageUsage] };
    assert.equal(cells(IMAGE_VIEW, malformed)[0]?.[0], '<invalid>');
    assert.deepEqual(names(IMAGE_VIEW, malformed), ['old.example//a']);
  });
});
