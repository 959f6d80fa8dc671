/** The API server is lost in the middle of a move, and stays so until the end: what stands is told, and what to type. */
import assert from 'node:assert/strict';
import { type ApiProxy, startApiProxy } from '../harness/api-proxy.ts';
import { assertError, assertExit, assertNextStep, EXIT } from '../harness/outcome.ts';
import { run, verify } from '../harness/product.ts';
import { type Outcome, PROGRAM } from '../harness/run-product.ts';
import { newestRun } from '../harness/runs.ts';
import { everythingRestorable, type Snapshot } from '../harness/snapshot.ts';
import { moveTo } from '../kill/moving.ts';
import { openTwelveWorkloads, type TwelveWorkloads } from '../kill/twelve-workloads.ts';

describe('a server that is lost in mid-run', () => {
  let estate: TwelveWorkloads;
  let original: Snapshot;
  let proxy: ApiProxy;
  let isBack = false;
  let lost: Outcome;
  /** Milliseconds from the loss to the first word of it. */
  let told: number | undefined;

  before(async () => {
    estate = await openTwelveWorkloads();
    original = await estate.renew();
    let lostAt: number | undefined;
    proxy = await startApiProxy(estate.site.api, {
      fault: () => {
        if (patchedDeployments().size === 2) lostAt ??= performance.now();
        return lostAt === undefined || isBack ? undefined : { kind: 'drop' };
      },
    });
    lost = await moveTo(estate, 'lost', {
      args: ['--server', proxy.url, '--max-in-flight', '1'],
      onStderr: (text) => {
        if (lostAt !== undefined && text.includes('lost the connection to the cluster')) {
          told ??= performance.now() - lostAt;
        }
      },
    });
    isBack = true;
  });

  after(async () => {
    await proxy[Symbol.asyncDispose]();
    await estate.site[Symbol.asyncDispose]();
  });

  it('is told of within seconds', () => {
    assert.ok(told !== undefined && told < 10_000, `told after ${String(told)} ms`);
  });

  it('ends with the run, what was done and what not, and the ways on and back', async () => {
    const { id } = await newestRun(estate.site);
    assertExit(lost, EXIT.failed);
    assertError(lost, []);
    assertNextStep(lost, new RegExp(`Run ${id}: \\d+ workloads? switched .*; \\d+ workloads not done`));
    for (const verb of [`resume ${id}`, `rollback ${id}`, 'status']) assertNextStep(lost, verb);
  });

  it('can be gone on with, and back, by what was printed', async () => {
    assertExit(await pasted('resume'), EXIT.done);
    assertExit(await verify(estate.site), EXIT.done);
    assertExit(await pasted('rollback'), EXIT.done);
    assert.deepEqual(await everythingRestorable(estate.site, [estate.gadgets]), original);
  });

  /** One is switched at a time: whatever came before the last of them is done. */
  function patchedDeployments(): Set<string> {
    const patches = proxy.writes.filter(
      ({ method, path }) => method === 'PATCH' && path.includes('/deployments/'),
    );
    return new Set(patches.map(({ path }) => path));
  }

  /** By a shell, as it is; there is no terminal here that could answer a question. */
  async function pasted(verb: string): Promise<Outcome> {
    const printed = new RegExp(`\`kubectl registry-switch (${verb} [^\`]*)\``).exec(lost.stderr);
    const command = printed?.[1] ?? '';
    const { puller, password } = estate.site.cluster.target;
    const env = { REGISTRY_SWITCH_PULL_PASSWORD: puller.password };
    const shell = ['sh', '-c', `exec "${process.execPath}" "${PROGRAM}" ${command} --yes`] as const;
    return run(estate.site, [], { env, input: `${password}\n`, command: shell });
  }
});
