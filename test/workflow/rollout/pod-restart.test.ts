import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { podRestart } from '../../../src/workflow/rollout/pod-restart.ts';
import { pod } from '../../support/builders/pod.ts';

interface Seen {
  readonly image: string;
  readonly ready: boolean;
  readonly restartCount: number;
}

function bare(
  { image, ready, restartCount }: Seen,
  more: Readonly<Record<string, string>> = {},
): KubernetesObject {
  const status = { containerStatuses: [{ name: 'app', ready, restartCount }] };
  return { ...pod({ image, initContainers: { wait: more.wait ?? 'wait:1' } }), status };
}

const before: Seen = { image: 'old', ready: true, restartCount: 2 };

describe('podRestart', () => {
  const cases: readonly [string, Seen, Seen, 'done' | 'progressing'][] = [
    ['a changed container that came back', before, { image: 'new', ready: true, restartCount: 3 }, 'done'],
    [
      'a changed container that still runs the old image',
      before,
      { image: 'new', ready: true, restartCount: 2 },
      'progressing',
    ],
    [
      'a changed container that is not ready',
      before,
      { image: 'new', ready: false, restartCount: 3 },
      'progressing',
    ],
    [
      'a container that was not ready before and is now',
      { ...before, ready: false },
      { image: 'new', ready: true, restartCount: 2 },
      'done',
    ],
    ['a container that did not change', before, { image: 'old', ready: false, restartCount: 2 }, 'done'],
  ];
  for (const [name, then, now, state] of cases) {
    it(`${state}: ${name}`, () => {
      assert.equal(podRestart(bare(then), bare(now)).state, state);
    });
  }

  it('does not wait for init containers, which have run already', () => {
    assert.equal(podRestart(bare(before), bare(before, { wait: 'wait:2' })).state, 'done');
  });
});
