import assert from 'node:assert/strict';
import { registryData, TARGET_LOGIN } from '../../../sandbox/deckhouse/deckhouse-cluster.ts';
import { openStage, type Stage } from './product.ts';

const SWITCH = ['switch', '--platform', '--share-push-login', '--yes'];

async function keysOf({ cluster }: Stage): Promise<unknown> {
  const { '.dockerconfigjson': config, address, path, scheme, ca } = await registryData(cluster);
  return { config, address, path, scheme, ca };
}

describe('Deckhouse moves with its image copier (sandbox only)', function () {
  this.timeout(60_000);

  it('images copied, Secret and Deployment switched, nodes followed, nothing left but sidecars; and back', async () => {
    await using stage = await openStage();
    const { from, run, toTarget } = stage;
    const before = await keysOf(stage);

    const pushing = await toTarget('switch', '--platform', '--yes');
    assert.match(pushing.stderr, /whoever may read its pull Secrets could push.*\n.*--share-push-login/);
    assert.equal(pushing.exitCode, 2);

    const early = await toTarget(...SWITCH);
    assert.match(early.stderr, /error: 6 of 6 images are not proven to be there, nothing was changed/);
    assert.equal(early.exitCode, 1);
    assert.deepEqual(await keysOf(stage), before);

    const copy = await toTarget('copy', '--platform', '--yes');
    assert.equal(copy.exitCode, 0, copy.stderr);
    assert.match(copy.stdout, /moved\/d8:v1\.40\.0 +copied/);

    const done = await toTarget(...SWITCH);
    assert.equal(done.exitCode, 0, done.stderr);
    assert.match(
      done.stderr,
      /restart them:\n {2}kubectl rollout restart -n shop deployment(\.apps)?\/web\n/,
    );

    const left = await run('verify', '--from', from, '-o', 'name');
    assert.match(left.stdout, /^pod\/web-\S+\n$/, left.stdout);

    const again = await toTarget(...SWITCH);
    assert.equal(again.exitCode, 0);
    assert.match(again.stderr, /Deckhouse comes from \S+\/moved\/d8 already\./);

    const [, command = ''] = /^To go back: kubectl registry-switch (rollback .*)$/m.exec(done.stderr) ?? [];
    const hash = command.split(' ').at(command.split(' ').indexOf('--expect') + 1) ?? '';
    const unsigned = await run('rollback', '--platform', '--yes', '--registry-ca', stage.authority);
    assert.match(unsigned.stderr, /needs the hash that the switch printed/);
    assert.equal(unsigned.exitCode, 2);
    const whole = await run('rollback', '--platform', 'deployment/web', '--yes');
    assert.match(whole.stderr, /argument "deployment\/web" is not for rollback --platform/);
    const trust = ['--registry-ca', stage.authority];
    const back = await run('rollback', '--platform', '--yes', '--expect', hash, ...trust);
    assert.equal(back.exitCode, 0, back.stderr);
    assert.deepEqual(await keysOf(stage), before);

    const said = [early, copy, done, left, again, back].flatMap(({ stdout, stderr }) => [stdout, stderr]);
    assert.ok(!said.some((text) => text.includes(TARGET_LOGIN.password)));
  });

  it('a copy that fails is kept, told with its log, and repeated', async () => {
    await using stage = await openStage({ failingCopies: 1 });
    const { toTarget } = stage;
    const failed = await toTarget('copy', '--platform', '--yes');
    assert.equal(failed.exitCode, 1);
    assert.match(failed.stdout, /Job d8-system\/copy-images failed\..*--retry/);
    assert.match(failed.stderr, /Last lines of the copier:\n/);
    const refused = await toTarget('copy', '--platform', '--yes');
    assert.match(refused.stderr, /error: the copy to \S+ failed before\n.*--retry/);
    assert.equal(refused.exitCode, 1);
    const repeated = await toTarget('copy', '--platform', '--yes', '--retry');
    assert.equal(repeated.exitCode, 0, repeated.stderr);
  });

  it('names a node that does not take up its configuration', async () => {
    await using stage = await openStage({ stuckNodes: ['node-2'] });
    const { toTarget } = stage;
    await toTarget('copy', '--platform', '--yes');
    const done = await toTarget(...SWITCH, '--timeout', '5s');
    assert.equal(done.exitCode, 4, done.stderr);
    assert.match(done.stderr, /Has not followed yet .*:\n {2}node node-2 \S+/);
  });

  it('plan leaves everything of Deckhouse to it and copies none of its images', async () => {
    await using stage = await openStage();
    const { stdout, stderr, exitCode } = await stage.toTarget('plan', '--from', stage.from, '-o', 'json');
    assert.equal(exitCode, 0, stderr);
    const plan = JSON.parse(stdout) as {
      copies: unknown[];
      changes: unknown[];
      leftAlone: { code: string }[];
    };
    assert.deepEqual([plan.copies, plan.changes], [[], []]);
    assert.deepEqual([...new Set(plan.leftAlone.map(({ code }) => code))], ['platform']);
    assert.match(stderr, /^Platform: Deckhouse v1\.40\.0 /m);
  });
});
