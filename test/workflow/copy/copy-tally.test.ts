import assert from 'node:assert/strict';
import type { CopyEvent, CopyPodTrouble } from '../../../src/domain/copy/copy.ts';
import { tallyEvents } from '../../../src/workflow/copy/copy-tally.ts';
import { type RecordedWork, recordedWork } from '../../support/recorded-work.ts';

type Event = CopyEvent | CopyPodTrouble;

const A = 'new.example/a:1';
const B = 'new.example/b:1';
const layer: Event = { type: 'layer', target: A };
const finished = (target = A): Event => ({ type: 'finished', target });
const failed = (reason = 'denied', target = A): Event => ({ type: 'failed', target, reason });

function tally(events: readonly Event[]): { readonly work: RecordedWork; readonly reasons: unknown } {
  const work = recordedWork();
  const { reasons, onEvent } = tallyEvents(2, work.progress);
  for (const event of events) onEvent(event);
  return { work, reasons: Object.fromEntries(reasons) };
}

describe('tallyEvents: images that ended', () => {
  const cases: readonly [
    name: string,
    events: readonly Event[],
    ends: readonly string[],
    reasons: Readonly<Record<string, string>>,
  ][] = [
    [
      'each by itself',
      [finished(), failed('no', B)],
      [`${A} done: copied`, `${B} failed: no`],
      { [B]: 'no' },
    ],
    ['once, though the next pod finds them done', [finished(), finished()], [`${A} done: copied`], {}],
    [
      'once, though they fail in the next pod too, with the last reason',
      [failed('first'), failed('last')],
      [`${A} failed: first`],
      { [A]: 'last' },
    ],
    [
      'as copied where the next pod succeeds',
      [failed(), finished()],
      [`${A} failed: denied`, `${A} done: copied`],
      {},
    ],
    [
      'as failed where the next pod fails on what seemed copied',
      [finished(), failed()],
      [`${A} done: copied`, `${A} failed: denied`],
      { [A]: 'denied' },
    ],
    [
      'one success clears no other failure',
      [failed('no', B), finished()],
      [`${B} failed: no`, `${A} done: copied`],
      { [B]: 'no' },
    ],
  ];
  for (const [name, events, ends, reasons] of cases) {
    it(`are told ${name}`, () => {
      const told = tally(events);
      assert.deepEqual([told.work.ends, told.reasons], [ends, reasons]);
    });
  }
});

describe('tallyEvents: progress', () => {
  const cases: readonly [name: string, events: readonly Event[], update: string][] = [
    ['the image at work', [{ type: 'started', target: A }], `0 of 2 images, 0 layers: ${A}`],
    ['layers', [layer, layer], `0 of 2 images, 2 layers: ${A}`],
    ['an image once, though the next pod finds it done', [finished(), finished()], '1 of 2 images, 0 layers'],
    ['failures', [failed(), finished(B)], '1 of 2 images, 0 layers, 1 failed'],
    ['no failure that the next pod made good', [failed(), finished()], '1 of 2 images, 0 layers'],
    [
      'an image that ended in both ways as it ended last',
      [finished(), failed(), layer],
      `0 of 2 images, 1 layers, 1 failed: ${A}`,
    ],
    ['the failure as soon as it is told', [failed()], '0 of 2 images, 0 layers, 1 failed'],
    ['a limit', [{ type: 'rate-limited', seconds: 7 }], 'the source limits pulls: waiting 7 seconds'],
    [
      'a limit that gives no time',
      [{ type: 'rate-limited', seconds: undefined }],
      'the source limits pulls: waiting some seconds',
    ],
    ['a pod that waits', [{ type: 'pod-waiting', reason: 'pod x: ErrImagePull' }], 'pod x: ErrImagePull'],
  ];
  for (const [name, events, update] of cases) {
    it(`shows ${name}`, () => {
      assert.equal(tally(events).work.updates.at(-1), update);
    });
  }
});
