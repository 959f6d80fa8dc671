import assert from 'node:assert/strict';
import { RegistryError } from '../../../src/domain/errors.ts';
import type { Platform } from '../../../src/domain/image/platform.ts';
import { proveImages } from '../../../src/workflow/copy/prove-images.ts';
import { digestOf } from '../../support/builders/pod.ts';
import { fakeRegistries, type Shelf } from '../../support/fake-registries.ts';
import { recordedWork } from '../../support/recorded-work.ts';

const TARGET = 'new.example/a:1';
const DIGEST = digestOf('index');
const AMD = { platform: { os: 'linux', architecture: 'amd64' }, digest: digestOf('amd') };
const ARM = { platform: { os: 'linux', architecture: 'arm64', variant: 'v8' }, digest: digestOf('arm') };
const index = { digest: DIGEST, manifests: [AMD, ARM] };
const parts = { [`${TARGET}@${AMD.digest}`]: AMD.digest, [`${TARGET}@${ARM.digest}`]: ARM.digest };
const NODES: readonly Platform[] = [
  { os: 'linux', architecture: 'amd64' },
  { os: 'linux', architecture: 'arm64' },
];

async function doubts(shelf: Shelf, platforms = NODES): Promise<string | undefined> {
  const copy = {
    source: `old.example/a:1@${DIGEST}`,
    target: TARGET,
    digest: DIGEST,
    present: true,
    usedBy: 1,
  };
  return (await proveImages(fakeRegistries(shelf), [copy], platforms, recordedWork())).get(TARGET);
}

describe('proveImages', () => {
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
    ['another image', { [TARGET]: digestOf('other') }, NODES, /^the target has another digest: sha256:/],
    [
      'an index without its manifest',
      { [TARGET]: index, [`${TARGET}@${AMD.digest}`]: AMD.digest },
      NODES,
      /^the target lacks its manifest for linux\/arm64\/v8$/,
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
