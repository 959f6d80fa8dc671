import assert from 'node:assert/strict';
import { RegistryError } from '../../../src/domain/errors.ts';
import type { Platform } from '../../../src/domain/image/platform.ts';
import { proveImages } from '../../../src/workflow/copy/prove-images.ts';
import { plannedCopy } from '../../support/builders/planned-copy.ts';
import { digestOf } from '../../support/builders/pod.ts';
import { fakeRegistries, type Shelf } from '../../support/fake-registries.ts';
import { recordedWork } from '../../support/recorded-work.ts';

const TARGET = 'new.example/a:1';
const DIGEST = digestOf('index');
const AMD = { platform: { os: 'linux', architecture: 'amd64' }, digest: digestOf('amd') };
const ARM = { platform: { os: 'linux', architecture: 'arm64', variant: 'v8' }, digest: digestOf('arm') };
const X86 = { ...AMD, platform: { os: 'linux', architecture: 'x86_64' } };
const UNPLACED = digestOf('unplaced');
const index = { digest: DIGEST, manifests: [AMD, ARM] };
const parts = { [`${TARGET}@${AMD.digest}`]: AMD.digest, [`${TARGET}@${ARM.digest}`]: ARM.digest };
const NODES: readonly Platform[] = [
  { os: 'linux', architecture: 'amd64' },
  { os: 'linux', architecture: 'arm64' },
];

const COPY = plannedCopy('old.example/a:1', TARGET, DIGEST, { present: true });

async function doubts(shelf: Shelf, platforms = NODES): Promise<string | undefined> {
  return (await proveImages(fakeRegistries(shelf), [COPY], platforms, recordedWork())).get(TARGET);
}

describe('proveImages', () => {
  it('asks for the platforms of those nodes alone that can run what uses an image', async () => {
    const amd = { digest: DIGEST, manifests: [{ ...AMD, digest: DIGEST }] };
    const registries = fakeRegistries({ [TARGET]: amd, [`${TARGET}@${DIGEST}`]: DIGEST });
    const copy = { ...COPY, platforms: NODES.slice(0, 1) };
    assert.deepEqual([...(await proveImages(registries, [copy], NODES, recordedWork())).keys()], []);
  });

  const cases: readonly [string, Shelf, readonly Platform[], RegExp | undefined][] = [
    ['an image of one manifest', { [TARGET]: DIGEST }, NODES, undefined],
    ['an index with all its manifests', { [TARGET]: index, ...parts }, NODES, undefined],
    [
      'an index without a manifest that no node needs',
      { [TARGET]: index, [`${TARGET}@${AMD.digest}`]: AMD.digest },
      NODES.slice(0, 1),
      undefined,
    ],
    ['an index with all its manifests, for unknown nodes', { [TARGET]: index, ...parts }, [], undefined],
    [
      'an index without one manifest, for unknown nodes',
      { [TARGET]: index, [`${TARGET}@${ARM.digest}`]: ARM.digest },
      [],
      /^the target lacks its manifest for linux\/amd64$/,
    ],
    ['an image of one manifest, for unknown nodes', { [TARGET]: DIGEST }, [], undefined],
    ['what is not there', {}, NODES, /^the target does not have it$/],
    [
      'what nobody may see',
      { [TARGET]: new RegistryError('hidden', 'new.example', 'new.example denies "me" access to a') },
      NODES,
      /^new\.example denies "me" access to a: not proven\. Check that its project exists/,
    ],
    ['another image', { [TARGET]: digestOf('other') }, NODES, /^the target has another digest: sha256:/],
    [
      'an index without its manifest',
      { [TARGET]: index, [`${TARGET}@${AMD.digest}`]: AMD.digest },
      NODES,
      /^the target lacks its manifest for linux\/arm64\/v8$/,
    ],
    [
      'an image of one manifest that not all nodes can run',
      {
        [TARGET]: { digest: DIGEST, manifests: [{ ...AMD, digest: DIGEST }] },
        [`${TARGET}@${DIGEST}`]: DIGEST,
      },
      NODES,
      /^it has no manifest for linux\/arm64, the platform of nodes that may run it: /,
    ],
    [
      'an image of one manifest that all nodes can run',
      {
        [TARGET]: { digest: DIGEST, manifests: [{ ...AMD, digest: DIGEST }] },
        [`${TARGET}@${DIGEST}`]: DIGEST,
      },
      NODES.slice(0, 1),
      undefined,
    ],
    [
      'an index that serves not all nodes',
      { [TARGET]: { ...index, manifests: [AMD] }, [`${TARGET}@${AMD.digest}`]: AMD.digest },
      NODES,
      /^it has no manifest for linux\/arm64/,
    ],
    [
      'an index without a manifest that is spelt in another way',
      { [TARGET]: { ...index, manifests: [X86, ARM] }, [`${TARGET}@${ARM.digest}`]: ARM.digest },
      NODES,
      /^the target lacks its manifest for linux\/x86_64$/,
    ],
    [
      'an index with a manifest that is spelt in another way',
      { [TARGET]: { ...index, manifests: [X86, ARM] }, ...parts },
      NODES,
      undefined,
    ],
    [
      'an index without a manifest of which nobody knows what it serves',
      { [TARGET]: { ...index, unplaced: [UNPLACED] }, ...parts },
      NODES,
      new RegExp(`^the target lacks its manifest ${UNPLACED}$`),
    ],
    [
      'an index with a manifest of which nobody knows what it serves',
      {
        [TARGET]: { digest: DIGEST, manifests: [AMD], unplaced: [UNPLACED] },
        ...parts,
        [`${TARGET}@${UNPLACED}`]: UNPLACED,
      },
      NODES,
      undefined,
    ],
    [
      'what cannot be asked',
      { [TARGET]: new RegistryError('unreachable', 'new.example', 'it is down') },
      NODES,
      /^it is down$/,
    ],
  ];
  for (const [name, shelf, platforms, doubt] of cases) {
    it(`${doubt === undefined ? 'proves' : 'does not prove'} ${name}`, async () => {
      const found = await doubts(shelf, platforms);
      if (doubt === undefined) assert.equal(found, undefined);
      else assert.match(found ?? '', doubt);
    });
  }
});
