import assert from 'node:assert/strict';
import { isAtTarget } from '../../../src/domain/change/at-target.ts';

describe('isAtTarget', () => {
  const elsewhere = { from: 'old.example/shop/web:1', to: 'new.example/shop/web:1' };
  const hub = { from: 'nginx:1', to: 'new.example:5000/hub/nginx:1' };
  const sameHost = { from: 'r.example/old/web:1', to: 'r.example/new/web:1' };
  const below = { from: 'r.example/web:1', to: 'r.example/new/web:1' };
  const above = { from: 'r.example/old/web:1', to: 'r.example/web:1' };
  const cases: readonly [string, { from: string; to: string }, boolean][] = [
    ['new.example/shop/web:1', elsewhere, true],
    ['new.example/other/db:2', elsewhere, true],
    ['NEW.example/other/db:2', elsewhere, true],
    ['old.example/shop/web:2', elsewhere, false],
    ['new.example:5000/shop/web:1', elsewhere, false],
    ['plain.example/shop/web:1', elsewhere, false],
    ['redis', hub, false],
    ['new.example:5000/hub/redis', hub, true],
    ['r.example/new/db:1', sameHost, true],
    ['r.example/old/web:2', sameHost, false],
    ['r.example/newer/web:2', sameHost, false],
    ['r.example/new/db:1', below, true],
    ['r.example/db:1', below, false],
    ['r.example/db:1', above, true],
    ['r.example/old/db:1', above, false],
    ['no reference!', elsewhere, false],
  ];
  for (const [image, move, expected] of cases) {
    it(`${image} is ${expected ? '' : 'not '}where ${move.from} was moved to as ${move.to}`, () => {
      assert.equal(isAtTarget(image, [move]), expected);
    });
  }
});
