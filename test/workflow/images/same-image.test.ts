import assert from 'node:assert/strict';
import { RegistryError } from '../../../src/domain/errors.ts';
import type { Platform } from '../../../src/domain/image/platform.ts';
import type { Digest } from '../../../src/domain/image/reference.ts';
import type { PlatformManifest } from '../../../src/domain/ports/registry.ts';
import { digestOf } from '../../support/builders/pod.ts';
import { fakeRegistries, type Shelf } from '../../support/fake-registries.ts';
import { questionsTo } from '../../support/questions.ts';

const FROM = 'old.example/shop/web:1';
const TO = 'new.example/shop/web:1';
const [PROVEN, OTHER] = [digestOf('proven'), digestOf('other')];
const AMD: Platform = { os: 'linux', architecture: 'amd64' };
const ARM: Platform = { os: 'linux', architecture: 'arm64' };

function child(word: string, platform: Platform): PlatformManifest {
  return { platform, digest: digestOf(word) };
}

const [amd, arm] = [child('amd', AMD), child('arm', ARM)];
const index = { digest: PROVEN, manifests: [amd, arm] };

/** An index of other manifests, at the source. */
function another(...manifests: readonly PlatformManifest[]): Shelf {
  return { [at(OTHER, 'old')]: { digest: OTHER, manifests } };
}

/** A manifest of one platform whose configuration was read. */
function single(word: string, config: string, where: 'old' | 'new' = 'new'): Shelf {
  const digest = digestOf(word);
  return { [at(digest, where)]: { digest, manifests: [{ ...child(word, AMD), config: digestOf(config) }] } };
}

function at(digest: Digest, where: 'old' | 'new' = 'new'): string {
  return `${where}.example/shop/web@${digest}`;
}

async function isSame(shelf: Shelf, reported: Digest): Promise<boolean> {
  const { isSame: ask } = questionsTo(fakeRegistries(shelf));
  return ask({ from: FROM, to: TO, digest: PROVEN }, reported, AbortSignal.timeout(5000));
}

describe('the digest that a pod reports', () => {
  const proven: Shelf = { [at(PROVEN)]: index };
  const down = new RegistryError('unreachable', 'new.example', 'it is down');
  const cases: readonly [string, Shelf, Digest, boolean][] = [
    ['is the proven one', {}, PROVEN, true],
    ['is a manifest of the proven index', proven, amd.digest, true],
    ['is of an index made anew for the same manifests', { ...proven, ...another(amd, arm) }, OTHER, true],
    ['is of an index with one of the same manifests', { ...proven, ...another(amd) }, OTHER, true],
    [
      'is of an index with another manifest beside',
      { ...proven, ...another(amd, child('x', ARM)) },
      OTHER,
      false,
    ],
    [
      'is of an index with something unreadable beside',
      { ...proven, [at(OTHER, 'old')]: { digest: OTHER, manifests: [amd, arm], complete: false } },
      OTHER,
      false,
    ],
    ['is of an index of nothing', { ...proven, ...another() }, OTHER, false],
    [
      'is of the same configuration, packed in another way',
      { ...single('proven', 'c'), ...single('other', 'c', 'old') },
      OTHER,
      true,
    ],
    [
      'is of another configuration',
      { ...single('proven', 'c'), ...single('other', 'd', 'old') },
      OTHER,
      false,
    ],
    [
      'is of the configuration that a manifest of the proven index has',
      {
        [at(PROVEN)]: { digest: PROVEN, manifests: [amd] },
        ...single('amd', 'c'),
        ...single('other', 'c', 'old'),
      },
      OTHER,
      true,
    ],
    ['is nowhere', proven, OTHER, false],
    ['cannot be looked up', { [at(PROVEN)]: down }, OTHER, false],
  ];
  for (const [name, shelf, reported, expected] of cases) {
    it(`${expected ? 'is the same image' : 'is no proven image'} where it ${name}`, async () => {
      assert.equal(await isSame(shelf, reported), expected);
    });
  }

  it('is looked up once', async () => {
    const registries = fakeRegistries({ [at(PROVEN)]: index });
    const { isSame: ask } = questionsTo(registries);
    const signal = AbortSignal.timeout(5000);
    for (const reported of [amd.digest, amd.digest, PROVEN])
      await ask({ from: FROM, to: TO, digest: PROVEN }, reported, signal);
    assert.deepEqual(registries.asked, [`inspect ${at(PROVEN)}`]);
  });
});
