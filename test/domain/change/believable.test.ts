import assert from 'node:assert/strict';
import { isOfImages, isPlainlyMoved } from '../../../src/domain/change/believable.ts';

describe('a record of a custom resource', () => {
  for (const [from, to] of [
    ['old.example/shop/web:1', 'new.example/shop/web:1'],
    ['nginx', 'new.example:5000/library/nginx:latest'],
    ['docker.io/library/nginx:1', 'new.example/docker.io/library/nginx:1@sha256:' + 'a'.repeat(64)],
    ['old.example/a/b/web:1', 'new.example/a-b-web:1'],
    ['old.example/web', 'localhost:5000/web'],
  ] as const) {
    it(`is plainly of a move: ${from} -> ${to}`, () => {
      assert.ok(isOfImages({ from, to }));
      assert.ok(isPlainlyMoved({ from, to }));
    });
  }

  for (const [from, to] of [
    ['cluster-admin', 'view'],
    ['cluster-admin', 'new.example/view'],
    ['evil.example/shell:1', 'new.example/web:1'],
    ['view', 'view'],
    ['old.example/shop-web', 'new.example/web'],
  ] as const) {
    it(`is not plainly of a move: ${from} -> ${to}`, () => {
      assert.ok(isOfImages({ from, to }));
      assert.ok(!isPlainlyMoved({ from, to }));
    });
  }

  for (const [from, to] of [
    ['*', 'get'],
    ['system:masters:all', 'new.example/web:1'],
    ['', 'new.example/web:1'],
    ['old.example/web:1', 'Some Text'],
  ] as const) {
    it(`is of no images: ${from} -> ${to}`, () => {
      assert.ok(!isOfImages({ from, to }));
      assert.ok(!isPlainlyMoved({ from, to }));
    });
  }
});
