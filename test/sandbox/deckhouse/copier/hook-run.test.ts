import assert from 'node:assert/strict';
import { hookRun, type HookRun, type HookView } from '../../../../src/sandbox/deckhouse/copier/hook-run.ts';

const TO = { 'dest-repo.json': '{"username":"u","password":"p","insecure":false,"image":"new/d8:v1"}\n' };
const FILLED = { ...TO, 'd8-repo.json': '{}', 'd8-images.json': '{"common":{"alpine":"abc"}}' };

function secret(data: Readonly<Record<string, string>>, annotations = {}): HookView['secret'] {
  return { annotations, data };
}

function job(status: NonNullable<HookView['job']>['status'], annotations = {}): HookView['job'] {
  return { annotations, status };
}

const nothing: HookRun = {};
const error = (message: string): HookRun => ({ log: { level: 'error', message } });
const failed = error(
  'Image copier was failed. See logs into image copier job pod for additional information',
);
const done: HookRun = {
  act: 'clean up',
  log: { level: 'info', message: 'Image copier ran successfully. Cleanup' },
};
const left: HookRun = {
  act: 'remove Job',
  log: { level: 'info', message: 'Image copier secret not found, but copier job found. Remove job' },
};

describe('a run of the copier hook of Deckhouse', () => {
  const table: readonly [string, HookView, HookRun][] = [
    ['neither Secret nor Job', { secret: undefined, job: undefined }, nothing],
    ['a Job that runs without its Secret', { secret: undefined, job: job({ active: 1 }) }, left],
    ['a Job that failed without its Secret', { secret: undefined, job: job({ failed: 1 }) }, left],
    [
      'no destination',
      { secret: secret({}), job: undefined },
      error('cannot parse destenation repo config: unexpected end of JSON input'),
    ],
    [
      'a broken destination, whatever the Job',
      { secret: secret({ ...FILLED, 'dest-repo.json': '{"a"' }), job: job({ succeeded: 1 }) },
      error('cannot parse destenation repo config: invalid character'),
    ],
    ['a new Secret', { secret: secret(TO), job: undefined }, { fillsIn: true, act: 'create Job' }],
    ['a full Secret without a Job', { secret: secret(FILLED), job: undefined }, { act: 'create Job' }],
    [
      'no images in the Secret',
      { secret: secret({ ...FILLED, 'd8-images.json': '{}' }), job: job({}) },
      { fillsIn: true },
    ],
    ['a Job without a status', { secret: secret(FILLED), job: job({}) }, nothing],
    ['a Job that runs', { secret: secret(FILLED, { a: '1' }), job: job({ active: 1 }) }, nothing],
    ['a Job that is done', { secret: secret(FILLED), job: job({ succeeded: 1 }) }, done],
    [
      'a Job that failed',
      { secret: secret(FILLED, { a: '1' }), job: job({ failed: 1 }, { a: '1' }) },
      failed,
    ],
    [
      'a Job that failed, and a Secret with another annotation',
      { secret: secret(FILLED, { a: '2' }), job: job({ failed: 1 }, { a: '1' }) },
      { act: 'restart Job' },
    ],
    [
      'a Secret made anew beside a Job that failed',
      { secret: secret(TO), job: job({ failed: 1 }) },
      { fillsIn: true, ...failed },
    ],
  ];
  for (const [name, view, expected] of table) {
    it(`meets ${name}`, () => {
      assert.deepEqual(hookRun(view), expected);
    });
  }
});
