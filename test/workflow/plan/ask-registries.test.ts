import assert from 'node:assert/strict';
import { RegistryError } from '../../../src/domain/errors.ts';
import { parseImageReference } from '../../../src/domain/image/parse-reference.ts';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { buildMapping } from '../../../src/domain/mapping/build-mapping.ts';
import { requiredImages } from '../../../src/domain/plan/required-images.ts';
import { selectMoves } from '../../../src/domain/plan/moves.ts';
import type { Lookup, Lookups, RegistryFacts } from '../../../src/domain/plan/registry-facts.ts';
import { askRegistries } from '../../../src/workflow/plan/ask-registries.ts';
import { inventoryOf } from '../../support/builders/inventory.ts';
import { changeLog } from '../../support/builders/change-log.ts';
import { digestOf, pod } from '../../support/builders/pod.ts';
import { deployment, statefulSet } from '../../support/builders/workloads.ts';
import { type FakeRegistries, fakeRegistries } from '../../support/fake-registries.ts';
import { recordedWork } from '../../support/recorded-work.ts';

const A = digestOf('a');

const TWO = { a: 'old.example/a:1', b: 'old.example/b:1' };

const down = (host: string): RegistryError => new RegistryError('unreachable', host, `${host} is down`);

async function ask(
  registries: FakeRegistries,
  containers: Readonly<Record<string, string>> = TWO,
  others: readonly KubernetesObject[] = [],
): Promise<RegistryFacts> {
  const inventory = inventoryOf([deployment({ containers }), ...others]);
  const mapping = buildMapping({ from: ['old.example'], to: 'new.example', push: 'push.example' });
  const needed = requiredImages(selectMoves(inventory, mapping, { includeManaged: false }).moves, inventory);
  return askRegistries(registries, needed, mapping, recordedWork());
}

function said(lookups: Lookups, ...images: readonly string[]): Record<string, Lookup | undefined> {
  return Object.fromEntries(images.map((image) => [image, lookups.get(parseImageReference(image))]));
}

describe('askRegistries', () => {
  it('asks source and push address for every image, after one login', async () => {
    const registries = fakeRegistries({ 'old.example/a:1': A, 'push.example/b:1': A });
    const facts = await ask(registries);
    assert.deepEqual(registries.asked[0], 'ping push.example');
    assert.deepEqual(registries.asked.filter((question) => question.startsWith('ping')).length, 1);
    assert.deepEqual(said(facts.source, 'old.example/a:1', 'old.example/b:1'), {
      'old.example/a:1': { state: 'found', digest: A },
      'old.example/b:1': { state: 'absent' },
    });
    assert.deepEqual(said(facts.target, 'push.example/a:1', 'push.example/b:1'), {
      'push.example/a:1': { state: 'absent' },
      'push.example/b:1': { state: 'found', digest: A },
    });
  });

  it('goes on with a target that hides what is not there yet, and tells it from one that rejects the login', async () => {
    const shelf = (failure: 'hidden' | 'unauthorized') => ({
      'old.example/a:1': A,
      'push.example/a:1': new RegistryError(failure, 'push.example', 'push.example denies it'),
    });
    const { target } = await ask(fakeRegistries(shelf('hidden')));
    assert.deepEqual(target.get(parseImageReference('push.example/a:1')), {
      state: 'hidden',
      reason: 'push.example denies it',
    });
    await assert.rejects(ask(fakeRegistries(shelf('unauthorized'))), { failure: 'unauthorized' });
  });

  it('counts what a source hides as refused', async () => {
    const hidden = new RegistryError('hidden', 'old.example', 'old.example denies it');
    const { source } = await ask(fakeRegistries({ 'old.example/a:1': hidden }));
    assert.deepEqual(source.get(parseImageReference('old.example/a:1')), {
      state: 'unknown',
      reason: 'old.example denies it',
      refused: true,
    });
  });

  it('asks also for the tag that a pinned image may have got', async () => {
    const invented = `push.example/a:digest-${A.slice(7, 39)}`;
    const { target } = await ask(fakeRegistries({ [invented]: A }), { a: `old.example/a:1@${A}` });
    assert.deepEqual(said(target, 'push.example/a:1', invented), {
      'push.example/a:1': { state: 'absent' },
      [invented]: { state: 'found', digest: A },
    });
  });

  describe('manifests of an index that pods report in its place', () => {
    const [INDEX, AMD] = [digestOf('index'), digestOf('amd')];
    const manifests = [{ platform: { os: 'linux', architecture: 'amd64' }, digest: AMD }];
    const index = { digest: INDEX, manifests, unplaced: [A] };
    const owner = statefulSet({ image: TWO.a });
    const runs = (digest: string, image = TWO.a, of = owner): KubernetesObject =>
      pod({ image, owner: of, imageIds: { app: `old.example/a@${digest}` } });

    it('are asked for where something else runs than the tag says', async () => {
      const shelf = { [TWO.a]: INDEX, [`${TWO.a}@${INDEX}`]: index, [`${TWO.a}@${AMD}`]: AMD };
      const { parts } = await ask(fakeRegistries(shelf), { a: TWO.a }, [owner, runs(AMD)]);
      assert.deepEqual(parts, new Map([[INDEX, new Set([AMD, A])]]));
    });

    it('are not asked for where what runs is what the tag says', async () => {
      const registries = fakeRegistries({ [TWO.a]: INDEX });
      await ask(registries, { a: TWO.a }, [owner, runs(INDEX)]);
      assert.ok(registries.asked.every((question) => !question.startsWith('inspect')));
    });

    it('are asked for at the target where what was moved before runs one', async () => {
      const to = 'new.example/a:1';
      const images = [{ slot: 'container', name: 'app', from: TWO.a, to, digest: INDEX }] as const;
      const moved = statefulSet({ image: to, annotations: changeLog([{ images }]) });
      const registries = fakeRegistries({
        [TWO.a]: down('old.example'),
        [`push.example/a:1@${INDEX}`]: index,
      });
      const { parts } = await ask(registries, { a: TWO.a }, [moved, runs(AMD, to, moved)]);
      assert.deepEqual(parts?.get(INDEX), new Set([AMD, A]));
    });
  });

  it('bears a source that cannot be asked', async () => {
    const facts = await ask(fakeRegistries({ 'old.example/a:1': down('old.example'), 'old.example/b:1': A }));
    assert.deepEqual(facts.source.get(parseImageReference('old.example/a:1')), {
      state: 'unknown',
      reason: 'old.example is down',
    });
    assert.deepEqual(facts.source.get(parseImageReference('old.example/b:1')), { state: 'found', digest: A });
  });

  it('fails for a target that lets nobody in, before any other question', async () => {
    const registries = fakeRegistries({ 'push.example': down('push.example') });
    await assert.rejects(ask(registries), RegistryError);
    assert.deepEqual(registries.asked, ['ping push.example']);
  });

  it('fails for a target that cannot be asked for an image', async () => {
    await assert.rejects(ask(fakeRegistries({ 'push.example/a:1': down('push.example') })), RegistryError);
  });
});
