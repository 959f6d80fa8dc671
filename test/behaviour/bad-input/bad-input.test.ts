/** Whatever is wrong with what the user gave: one clear line, what to do next, and nothing is written. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CLUSTERS, REGISTRIES } from './bad-clusters.ts';
import { COMMANDS } from './bad-commands.ts';
import type { BadInputContext } from './bad-input.ts';
import { LOGINS } from './bad-logins.ts';
import { MOVES } from './bad-moves.ts';
import { NOT_THERE } from './not-there.ts';
import { deployment } from '../builders/deployment.ts';
import { NAMESPACES } from '../harness/kinds.ts';
import { assertError, assertExit, assertNextStep } from '../harness/outcome.ts';
import { moveFlags } from '../harness/product.ts';
import { runProduct } from '../harness/run-product.ts';
import { everythingWritten, type Snapshot } from '../harness/snapshot.ts';
import { openSite, sourceLogin, type Site } from '../harness/site.ts';

const BAD_INPUTS = { ...COMMANDS, ...MOVES, ...NOT_THERE, ...LOGINS, ...CLUSTERS, ...REGISTRIES };

describe('bad input', () => {
  let site: Site;
  let folder: string;
  let context: BadInputContext;
  let asItWas: Snapshot;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'bad-input-'));
    site = await openSite('bad');
    const namespace = await site.makeNamespace('shop', { login: sourceLogin(site.cluster) });
    const [one, two] = await Promise.all([
      site.push({ repository: 'one/web', tag: '1' }),
      site.push({ repository: 'two/web', tag: '1' }),
    ]);
    const place = { namespace, replicas: 0, pullSecrets: ['login'] };
    await site.start(
      deployment({ ...place, name: 'one', containers: { app: one.reference } }),
      deployment({ ...place, name: 'two', containers: { app: two.reference } }),
    );
    const file = (name: string, content: string) => {
      writeFileSync(path.join(folder, name), content);
      return path.join(folder, name);
    };
    context = { site, folder, file, move: moveFlags(site), namespace };
    asItWas = await everythingWritten(site);
  });

  after(async () => {
    rmSync(folder, { recursive: true });
    await site[Symbol.asyncDispose]();
  });

  for (const [name, describeCase] of Object.entries(BAD_INPUTS)) {
    it(name, async () => {
      const { args, code = 2, error, next, env, input } = describeCase(context);
      const outcome = await runProduct(args, {
        env: { KUBECONFIG: site.cluster.kubeconfig, ...env },
        ...(input === undefined ? {} : { input }),
      });
      assertExit(outcome, code);
      assertError(outcome, error);
      assertNextStep(outcome, next ?? /\S/);
      assert.equal(outcome.stdout, '', 'stdout is for results');
    });
  }

  it('has changed nothing in the cluster', async () => {
    assert.deepEqual(await everythingWritten(site), asItWas);
    assert.equal(await site.api.get(NAMESPACES, { name: site.copyNamespace }), undefined);
  });
});
