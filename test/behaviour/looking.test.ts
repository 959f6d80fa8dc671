/** What is only to look, looks: no request that could write ever leaves the program. */
import assert from 'node:assert/strict';
import { deployment } from './builders/deployment.ts';
import { startApiProxy } from './harness/api-proxy.ts';
import { assertExit, EXIT } from './harness/outcome.ts';
import { jobFlags, migrate, move, rollback, run, verify } from './harness/product.ts';
import type { Outcome } from './harness/run-product.ts';
import { openSite, sourceLogin, type Site } from './harness/site.ts';

interface Look {
  readonly code?: number;
  readonly run: (site: Site, server: readonly string[]) => Promise<Outcome>;
}

const LOOKS: Readonly<Record<string, Look>> = {
  images: { run: async (site, server) => run(site, ['images', ...server]) },
  plan: { run: async (site, server) => move(site, ['plan', ...server]) },
  'plan --explain': { run: async (site, server) => move(site, ['plan', '--explain', ...server]) },
  'copy --dry-run': {
    run: async (site, server) => move(site, ['copy', '--dry-run', ...jobFlags(site), ...server]),
  },
  'copy -o yaml': {
    run: async (site, server) => move(site, ['copy', '-o', 'yaml', ...jobFlags(site), ...server]),
  },
  'switch --dry-run': { run: async (site, server) => move(site, ['switch', '--dry-run', ...server]) },
  'heal --dry-run': {
    run: async (site, server) =>
      run(site, ['heal', '--dry-run', '--from', site.cluster.source.host, '-n', site.namespaces, ...server]),
  },
  verify: { code: EXIT.oldReferences, run: async (site, server) => verify(site, server) },
  'rollback --dry-run': { run: async (site, server) => rollback(site, ['--dry-run', ...server]) },
  'migrate --dry-run': { run: async (site, server) => migrate(site, ['--dry-run', ...server]) },
};

describe('looking changes nothing', () => {
  let site: Site;

  before(async () => {
    site = await openSite('looking');
    const namespace = await site.makeNamespace('shop', { 'source-login': sourceLogin(site.cluster) });
    const web = await site.push({ repository: 'web', tag: '1' });
    const pullSecrets = ['source-login'];
    await site.start(deployment({ namespace, name: 'web', pullSecrets, containers: { app: web.reference } }));
  });

  after(async () => site[Symbol.asyncDispose]());

  for (const [name, look] of Object.entries(LOOKS)) {
    it(name, async () => {
      await using proxy = await startApiProxy(site.api);
      const outcome = await look.run(site, ['--server', proxy.url]);
      assertExit(outcome, look.code ?? EXIT.done);
      assert.notEqual(outcome.stdout + outcome.stderr, '', 'it says something');
      assert.deepEqual(
        proxy.writes.map(({ method, path }) => `${method} ${path}`),
        [],
      );
    });
  }
});
