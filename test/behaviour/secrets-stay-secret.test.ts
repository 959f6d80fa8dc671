/** However the target's password is given: it is found in Secrets, and nowhere else at any time. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deployment } from './builders/deployment.ts';
import { dockerConfig } from './builders/pull-secret.ts';
import { sampleArgv, type ArgvSampler } from './harness/argv-sampler.ts';
import { dumpCluster } from './harness/cluster-dump.ts';
import type { PrivateRegistry } from './harness/cluster-handle.ts';
import { CONFIG_MAPS, EVENTS, JOBS, PODS, SECRETS, type ApiObject, type Kind } from './harness/kinds.ts';
import { assertExit, describeOutcome, EXIT } from './harness/outcome.ts';
import { passwordTraces } from './harness/password-traces.ts';
import { migrate, move, type MoveOptions } from './harness/product.ts';
import type { Outcome } from './harness/run-product.ts';
import { openSite, sourceLogin, type Site } from './harness/site.ts';
import { theCluster } from './harness/the-cluster.ts';
import { watchObjects } from './harness/watch-objects.ts';

/** How a login is given: flags and what goes with them. */
interface Way {
  readonly flags: readonly string[];
  readonly options: MoveOptions;
}

const WAYS: Readonly<Record<string, (site: Site, folder: string) => Way>> = {
  'standard input': () => ({ flags: [], options: {} }),
  'the environment': ({ cluster }) => {
    const { username, password } = cluster.target;
    const env = { REGISTRY_SWITCH_USERNAME: username, REGISTRY_SWITCH_PASSWORD: password };
    return { flags: [], options: { login: 'none', env } };
  },
  'the docker config': ({ cluster: { target } }, folder) => {
    writeFileSync(path.join(folder, 'config.json'), dockerConfig({ [target.host]: target }));
    return { flags: [], options: { login: 'none', env: { DOCKER_CONFIG: folder } } };
  },
  'a Secret of the cluster': (site) => ({
    flags: ['--to-secret', `${site.in('shop')}/target-login`],
    options: { login: 'none' },
  }),
  'standard input, for an existing pull Secret': (site) => ({
    flags: ['--registry-secret', `${site.in('shop')}/source-login`],
    options: {},
  }),
};

interface Evidence {
  readonly site: Site;
  readonly plan: Outcome;
  readonly migration: Outcome;
  /** JSON of all that was seen in the namespaces during the run. */
  readonly passing: string;
}

describe('the password of the target', () => {
  const evidence = new Map<string, Evidence>();
  let target: PrivateRegistry;
  let folder: string;
  let argv: ArgvSampler;
  let dump: string;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'docker-config-'));
    ({ target } = await theCluster());
    argv = sampleArgv();
    await Promise.all(
      Object.entries(WAYS).map(async ([name, way]) => evidence.set(name, await moveBy(way, folder))),
    );
    argv[Symbol.dispose]();
    const [first] = evidence.values();
    dump = first === undefined ? '' : await dumpCluster(first.site.api);
  });

  after(async () => {
    rmSync(folder, { recursive: true });
    await Promise.all([...evidence.values()].map(async ({ site }) => site[Symbol.asyncDispose]()));
  });

  for (const name of Object.keys(WAYS)) {
    it(`by ${name}: does the work and is in no output, no plan and no passing object`, () => {
      const found = evidence.get(name);
      assert.ok(found);
      const { plan, migration, passing } = found;
      for (const outcome of [plan, migration]) {
        assertExit(outcome, EXIT.done);
        assertNoTrace(describeOutcome(outcome));
      }
      assert.match(passing, /"kind":"Job"/, 'the copy Job was seen');
      assertNoTrace(passing);
    });

    it(`by ${name}: is in a pull Secret afterwards, but in none of the copy`, async () => {
      const { site } = evidence.get(name) ?? {};
      assert.ok(site);
      const kept = await site.api.list(SECRETS, site.in('shop'));
      assert.notDeepEqual(traces(JSON.stringify(kept)), [], 'a Secret lets pods pull');
      const copying = await site.api.list(SECRETS, site.copyNamespace);
      assert.deepEqual(
        copying.map(({ metadata }) => metadata?.name),
        [],
      );
    });
  }

  it('is in the arguments of no process', async () => {
    const seen = [...argv.seen];
    const { copyProcesses } = await theCluster();
    for (const program of ['bin/run.js migrate', ...copyProcesses]) {
      assert.ok(
        seen.some((line) => line.includes(program)),
        `${program} was seen`,
      );
    }
    assertNoTrace(seen.join('\n'));
  });

  it('is in not an object of the cluster but Secrets: annotations, ConfigMaps, events, pods', () => {
    assert.match(dump, /registry-switch\.io\/changes/, 'annotations were read');
    assertNoTrace(dump);
  });

  function traces(text: string): string[] {
    return passwordTraces(text, target);
  }

  function assertNoTrace(text: string): void {
    const found = traces(text);
    if (found.length > 0) assert.fail(`the password was found ${found.join(' and ')}`);
  }
});

/** Moves one Deployment of a new site, with a login given in one way. */
async function moveBy(way: (typeof WAYS)[string], folder: string): Promise<Evidence> {
  const site = await openSite('secret');
  const namespace = await site.makeNamespace('shop', {
    'source-login': sourceLogin(site.cluster),
    'target-login': { [site.cluster.target.host]: site.cluster.target },
  });
  const web = await site.push({ repository: 'web', tag: '1' });
  const pullSecrets = ['source-login'];
  await site.start(deployment({ namespace, name: 'web', pullSecrets, containers: { app: web.reference } }));
  const kinds: readonly Kind<ApiObject>[] = [CONFIG_MAPS, EVENTS, JOBS, PODS];
  const places = [namespace, site.copyNamespace].flatMap((where) =>
    kinds.map((kind) => ({ kind, namespace: where })),
  );
  const watches = await Promise.all(places.map(async (place) => watchObjects(site.api, place)));
  const { flags, options } = way(site, folder);
  const plan = await move(site, ['plan', '-o', 'json', ...flags], options);
  const migration = await migrate(site, ['-o', 'yaml', ...flags], options);
  await Promise.all(watches.map(async (watch) => watch[Symbol.asyncDispose]()));
  const passing = JSON.stringify(watches.map(({ events }) => events));
  return { site, plan, migration, passing };
}
