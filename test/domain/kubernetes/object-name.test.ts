import assert from 'node:assert/strict';
import { isPathSegment, isSubdomain } from '../../../src/domain/kubernetes/object-name.ts';

describe('names of objects', () => {
  it('are subdomains of DNS', () => {
    for (const name of ['web', 'web-1', 'a.b-c.example', '0', 'x'.repeat(253)])
      assert.ok(isSubdomain(name), name);
    for (const name of ['', '.', '..', 'a/b', 'a..b', '-a', 'a-', 'Web', '%', 'a\n', 'x'.repeat(254)])
      assert.ok(!isSubdomain(name), name);
  });

  it('are one segment of a path, whatever else they may hold', () => {
    for (const name of ['web', 'system:node', 'Web', '...']) assert.ok(isPathSegment(name), name);
    for (const name of ['', '.', '..', 'a/b', '%2e', '../x']) assert.ok(!isPathSegment(name), name);
  });
});
