/** Whatever the API server answers to any one request: the move completes, or the next one does. */
import assert from 'node:assert/strict';
import type { ApiFault } from '../harness/api-fault.ts';
import { startApiProxy } from '../harness/api-proxy.ts';
import { assertExit, EXIT } from '../harness/outcome.ts';
import { migrate } from '../harness/product.ts';
import { isReal } from '../harness/the-cluster.ts';
import { chooseCases } from './choose-cases.ts';
import { sideBySide } from './side-by-side.ts';
import { openSmallEstate } from './small-estate.ts';
import { surviveFault } from './survive-fault.ts';

/** Every kind of request that the move of a small estate makes. */
const KINDS = [
  ...['GET /api', 'GET /apis'],
  ...['LIST pods', 'LIST deployments', 'LIST statefulsets', 'LIST daemonsets', 'LIST cronjobs', 'LIST jobs'],
  ...['LIST replicationcontrollers', 'LIST replicasets', 'LIST nodes', 'LIST events'],
  ...['LIST secrets', 'LIST serviceaccounts', 'LIST configmaps', 'WATCH events', 'WATCH pods', 'WATCH jobs'],
  ...['GET serviceaccounts', 'GET secrets', 'GET namespaces', 'GET leases', 'GET configmaps', 'GET jobs'],
  ...['GET deployments', 'GET cronjobs', 'GET pods/log', 'POST selfsubjectaccessreviews'],
  ...['POST namespaces', 'POST leases', 'POST configmaps', 'POST secrets', 'POST jobs'],
  ...['DELETE secrets', 'DELETE jobs', 'PATCH deployments', 'PATCH cronjobs'],
  ...['PATCH configmaps', 'PATCH leases', 'PATCH jobs', 'PATCH secrets'],
];

const REFUSALS: Readonly<Record<string, ApiFault>> = {
  'a 500': { kind: 'answer', status: 500 },
  'a cut connection': { kind: 'drop' },
  'a 429 with Retry-After': { kind: 'answer', status: 429, retryAfter: 1 },
};

/** Of a sample. */
const MOST = isReal() ? 10 : 6;

function faultsOf(kind: string): Readonly<Record<string, ApiFault>> {
  if (/^(LIST|WATCH)/.test(kind)) return { ...REFUSALS, 'a 410': { kind: 'answer', status: 410 } };
  if (/^GET|reviews$/.test(kind)) return REFUSALS;
  return { ...REFUSALS, 'a lost answer': { kind: 'lost answer' }, 'a 409': { kind: 'answer', status: 409 } };
}

describe('a fault of the API at one kind of request', () => {
  sideBySide(chooseCases(KINDS, faultsOf, MOST), async ({ kind, fault }) => {
    let met = false;
    await surviveFault(async ({ site }) => {
      await using proxy = await startApiProxy(site.api, {
        fault: (seen, count) => {
          if (seen !== kind || count !== 1) return undefined;
          met = true;
          return fault;
        },
      });
      return { outcome: await migrate(site, ['--server', proxy.url]), met };
    });
  });

  it('is tried at every kind of request that there is', async () => {
    const { site } = await openSmallEstate();
    await using proxy = await startApiProxy(site.api, { fault: () => ({ kind: 'delay', milliseconds: 20 }) });
    assertExit(await migrate(site, ['--server', proxy.url]), EXIT.done);
    assert.deepEqual([...new Set(proxy.kinds)].toSorted(), KINDS.toSorted());
    await site[Symbol.asyncDispose]();
  });
});
