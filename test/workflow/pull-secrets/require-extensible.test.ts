import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { SECRETS } from '../../../src/domain/kubernetes/resource.ts';
import { requireExtensible } from '../../../src/workflow/pull-secrets/require-extensible.ts';
import { newer } from '../../support/builders/change-log.ts';
import { pullSecret, secret } from '../../support/builders/secrets.ts';
import { InMemoryCluster } from '../../support/in-memory-cluster.ts';

const own = pullSecret({ name: 'own' }, { 'old.example': 'you:0ther' });
const { signal } = new AbortController();

describe('requireExtensible', () => {
  const cases: readonly [string, readonly KubernetesObject[], RegExp | undefined][] = [
    ['takes a pull Secret', [own], undefined],
    ['refuses an immutable one', [{ ...own, immutable: true }], /^Secret shop\/own is immutable/],
    ['refuses one with a record of a newer version', [newer(own)], /^Secret shop\/own: its .* newer version/],
    ['refuses one that is not there', [], /^no Secret shop\/own of type/],
    ['refuses one that holds no logins', [secret({ name: 'own' }, { x: 'y' })], /^no Secret shop\/own/],
  ];
  for (const [name, objects, message] of cases) {
    it(name, async () => {
      const checked = requireExtensible(new InMemoryCluster(objects), 'shop/own', signal);
      if (message === undefined) await checked;
      else await assert.rejects(checked, { message });
    });
  }

  it('leaves it to the switch where the Secret may not be seen', async () => {
    const cluster = new InMemoryCluster();
    cluster.refuse('get', SECRETS, 'forbidden');
    await requireExtensible(cluster, 'shop/own', signal);
  });

  it('has nothing to ask where none is named', async () => {
    await requireExtensible(new InMemoryCluster(), undefined, signal);
  });
});
