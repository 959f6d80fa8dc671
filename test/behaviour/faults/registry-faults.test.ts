/** Whatever a registry answers to any one request: the move completes, or the next one does. */
import assert from 'node:assert/strict';
import { parseRoute, type RegistryFault, type RegistryRequest } from '../../../src/sandbox/index.ts';
import type { RegistryName } from '../harness/cluster-handle.ts';
import { assertExit, EXIT } from '../harness/outcome.ts';
import { migrate } from '../harness/product.ts';
import { isReal } from '../harness/the-cluster.ts';
import { chooseCases } from './choose-cases.ts';
import { sideBySide } from './side-by-side.ts';
import { openSmallEstate } from './small-estate.ts';
import { surviveFault } from './survive-fault.ts';

/** Of a sample. */
const MOST = 4;

/** Every kind of request that the move of a small estate makes, by whomever: us, the copy Job, the nodes. */
const KINDS = [
  'target GET token',
  ...['source HEAD manifest by tag', 'source HEAD manifest by digest', 'source GET manifest by digest'],
  ...[
    'source GET blob',
    'source GET referrers',
    'target HEAD manifest by tag',
    'target HEAD manifest by digest',
  ],
  ...['target GET manifest by tag', 'target GET manifest by digest', 'target HEAD blob', 'target GET blob'],
  ...[
    'target POST uploads',
    'target PUT upload',
    'target PUT manifest by tag',
    'target PUT manifest by digest',
  ],
];

const REFUSALS: Readonly<Record<string, RegistryFault>> = {
  'a 401': { status: 401 },
  'a 404': { status: 404 },
  'a 429 with Retry-After': { status: 429, headers: { 'retry-after': '1' } },
  'a 500': { status: 500 },
  'a 503': { status: 503 },
  'a cut connection': { cutAfter: 0 },
};

const WRONG_CONTENT: Readonly<Record<string, RegistryFault>> = {
  'a cut body': { cutAfter: 20 },
  'other bytes': { body: 'nothing that has this digest' },
};

const WRONG_DIGEST: Readonly<Record<string, RegistryFault>> = {
  'a wrong digest': { headers: { 'docker-content-digest': `sha256:${'0'.repeat(64)}` } },
};

function faultsOf(kind: string): Readonly<Record<string, RegistryFault>> {
  return {
    ...REFUSALS,
    ...(kind.includes('GET') ? WRONG_CONTENT : {}),
    ...(kind.includes('manifest') ? WRONG_DIGEST : {}),
  };
}

describe('a fault of a registry at one kind of request (sandbox only)', () => {
  // Nothing makes the registries of a real cluster fail.
  if (isReal()) return;

  sideBySide(chooseCases(KINDS, faultsOf, MOST), async ({ kind, fault }) => {
    let met = false;
    await surviveFault(async ({ site }) => {
      site.cluster.setRegistryFaults?.(site.prefix, (registry, request) => {
        if (met || kindOf(registry, request) !== kind) return undefined;
        met = true;
        return fault;
      });
      return { outcome: await migrate(site), met };
    });
  });

  it('is tried at every kind of request that there is', async () => {
    const { site } = await openSmallEstate();
    const kinds = new Set<string>();
    site.cluster.setRegistryFaults?.(site.prefix, (registry, request) => {
      kinds.add(kindOf(registry, request));
      return undefined;
    });
    assertExit(await migrate(site), EXIT.done);
    assert.deepEqual([...kinds].toSorted(), KINDS.toSorted());
    await site[Symbol.asyncDispose]();
  });
});

/** `source GET manifest by digest`. */
function kindOf(registry: RegistryName, { method, url }: RegistryRequest): string {
  const route = parseRoute(url.pathname);
  const by = route?.kind === 'manifest' ? ` by ${route.reference.includes(':') ? 'digest' : 'tag'}` : '';
  return `${registry} ${method} ${route?.kind ?? url.pathname.slice(1)}${by}`;
}
