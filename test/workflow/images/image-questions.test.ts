import assert from 'node:assert/strict';
import { RegistryError } from '../../../src/domain/errors.ts';
import { parseImageReference } from '../../../src/domain/image/parse-reference.ts';
import { targetOf } from '../../support/builders/planned-change.ts';
import { digestOf } from '../../support/builders/pod.ts';
import { fakeRegistries, type Shelf } from '../../support/fake-registries.ts';
import { questionsTo } from '../../support/questions.ts';

const COPY = 'new.example/shop/web:1';
const DIGEST = digestOf('proven');
const image = { copy: targetOf(COPY), digest: DIGEST, to: parseImageReference(COPY) };
const down = new RegistryError('unreachable', 'new.example', 'it is down');

function signal(): AbortSignal {
  return AbortSignal.timeout(5000);
}

describe('questions about images', () => {
  it('share an answer for a moment', async () => {
    const registries = fakeRegistries({ [COPY]: DIGEST });
    const questions = questionsTo(registries);
    for (let time = 1; time <= 3; time += 1)
      assert.equal(await questions.targetDoubt(image, signal()), undefined);
    assert.deepEqual(registries.asked, [`digest ${COPY}`]);
  });

  it('are asked again after a failure', async () => {
    const shelf: Record<string, Shelf[string]> = { [COPY]: down };
    const questions = questionsTo(fakeRegistries(shelf));
    assert.match((await questions.targetDoubt(image, signal())) ?? '', /it is down$/);
    shelf[COPY] = DIGEST;
    assert.equal(await questions.targetDoubt(image, signal()), undefined);
  });

  it('are not answered where a source cannot be asked', async () => {
    const source = parseImageReference('old.example/shop/web:1');
    const questions = questionsTo(fakeRegistries({ 'old.example/shop/web:1': down }));
    assert.equal(await questions.sourceDigest(source, signal()), undefined);
  });

  it('go to the digest of an image that is pinned, whatever its tag points to', async () => {
    const registries = fakeRegistries({
      [COPY]: digestOf('other'),
      [`new.example/shop/web@${DIGEST}`]: DIGEST,
    });
    const pinned = { ...image, to: parseImageReference(`${COPY}@${DIGEST}`) };
    assert.equal(await questionsTo(registries).targetDoubt(pinned, signal()), undefined);
  });
});
