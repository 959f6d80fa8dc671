import assert from 'node:assert/strict';
import { RegistryError } from '../../../src/domain/errors.ts';
import { parseImageReference } from '../../../src/domain/image/parse-reference.ts';
import type { Platform } from '../../../src/domain/image/platform.ts';
import type { Digest } from '../../../src/domain/image/reference.ts';
import type { PlatformManifest, Registries } from '../../../src/domain/ports/registry.ts';
import { plannedCopy } from '../../support/builders/planned-copy.ts';
import { digestOf } from '../../support/builders/pod.ts';
import { fakeRegistries, type Shelf } from '../../support/fake-registries.ts';
import { questionsTo } from '../../support/questions.ts';

const FROM = 'old.example/shop/web:1';
const TO = 'new.example/shop/web:1';
const [PROVEN, OTHER] = [digestOf('proven'), digestOf('other')];
const IMAGE = { source: parseImageReference(FROM), to: parseImageReference(TO), digest: PROVEN };
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

/** Of the estate that is moved; `elsewhere` belongs to it too. */
const PLANNED = [
  plannedCopy(FROM, TO, PROVEN),
  plannedCopy('old.example/shop/elsewhere:1', 'new.example/shop/elsewhere:1', PROVEN),
];

interface Asking {
  readonly nodes?: readonly Platform[];
  /** Under which the digest is reported. */
  readonly as?: string;
}

async function ask(
  registries: Registries,
  reported: Digest,
  { nodes = [AMD], as }: Asking = {},
): Promise<boolean> {
  const { isSame } = questionsTo(registries, { copies: PLANNED, platforms: nodes });
  const image = { repository: as ?? 'new.example/shop/web', digest: reported };
  return isSame(IMAGE, image, signal());
}

describe('the digest that a pod reports', () => {
  const proven: Shelf = { [at(PROVEN)]: index };
  const down = new RegistryError('unreachable', 'new.example', 'it is down');
  const cases: readonly [string, Shelf, Digest, boolean, Asking?][] = [
    ['is the proven one', {}, PROVEN, true],
    ['is a manifest of the proven index', proven, amd.digest, true],
    ['is of an index made anew for the same manifests', { ...proven, ...another(amd, arm) }, OTHER, true],
    ['is of an index with one of the same manifests', { ...proven, ...another(amd) }, OTHER, true],
    [
      'is of an index with another manifest, which no node can run',
      { ...proven, ...another(amd, child('x', ARM)) },
      OTHER,
      true,
    ],
    [
      'is of an index with another manifest, which a node runs',
      { ...proven, ...another(amd, child('x', ARM)) },
      OTHER,
      false,
      { nodes: [AMD, ARM] },
    ],
    [
      'is of an index with another manifest, where the nodes are not known',
      { ...proven, ...another(amd, child('x', ARM)) },
      OTHER,
      false,
      { nodes: [] },
    ],
    [
      'is of an index with a second manifest, spelt in another way',
      { ...proven, ...another(amd, child('x', { os: 'linux', architecture: 'x86_64' })) },
      OTHER,
      false,
    ],
    ['is of an index for other nodes only', { ...proven, ...another(arm) }, OTHER, false],
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
        ...{ [at(PROVEN)]: { digest: PROVEN, manifests: [amd] } },
        ...single('amd', 'c'),
        ...single('other', 'c', 'old'),
      },
      OTHER,
      true,
    ],
    [
      'is that of another image of the estate with the same content',
      { ...proven, [`old.example/shop/elsewhere@${OTHER}`]: { digest: OTHER, manifests: [amd] } },
      OTHER,
      true,
      { as: 'old.example/shop/elsewhere' },
    ],
    ['is nowhere', proven, OTHER, false],
    ['cannot be looked up', { [at(PROVEN)]: down }, OTHER, false],
  ];
  for (const [name, shelf, reported, expected, asking] of cases) {
    it(`${expected ? 'is the same image' : 'is no proven image'} where it ${name}`, async () => {
      assert.equal(await ask(fakeRegistries(shelf), reported, asking), expected);
    });
  }

  it('is looked up once', async () => {
    const registries = fakeRegistries({ [at(PROVEN)]: index });
    const { isSame } = questionsTo(registries, { copies: PLANNED });
    for (const digest of [amd.digest, amd.digest, PROVEN]) {
      await isSame(IMAGE, { repository: 'new.example/shop/web', digest }, signal());
    }
    assert.deepEqual(registries.asked, [`inspect ${at(PROVEN)}`]);
  });

  it('is looked up nowhere but at the places of the move, whatever a pod or a record names', async () => {
    const registries = fakeRegistries({ [at(PROVEN)]: index });
    const { isSame } = questionsTo(registries, { copies: PLANNED });
    const reported = { repository: 'evil.example/x', digest: OTHER };
    for (const [from, to] of [
      ['evil.example/from:1', TO],
      [FROM, 'evil.example/to:1'],
    ] as const) {
      const image = { source: parseImageReference(from), to: parseImageReference(to), digest: PROVEN };
      assert.equal(await isSame(image, reported, signal()), false);
    }
    assert.deepEqual(
      registries.asked.filter((question) => question.includes('evil')),
      [],
    );
  });

  it('knows the proven image by its configuration, where a runtime tells no more', async () => {
    const registries = fakeRegistries({
      [at(PROVEN)]: { digest: PROVEN, manifests: [amd] },
      ...single('amd', 'config'),
    });
    assert.equal(await ask(registries, digestOf('config'), { as: '' }), true);
    assert.equal(await ask(registries, digestOf('another'), { as: '' }), false);
  });
});

function signal(): AbortSignal {
  return AbortSignal.timeout(5000);
}
