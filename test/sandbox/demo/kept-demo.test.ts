/** The demo with people at it: kept, interrupted, asked for what it cannot do. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { startDemo } from './demo-process.ts';

describe('the demo, with people at it', function () {
  this.timeout(90_000);
  this.slow(40_000);

  it('is kept to make the move oneself, and to take it back, with the commands that it shows', async () => {
    await using demo = await startDemo(['--keep', '--no-migrate'], { PATH: dirname(process.execPath) });
    await demo.says('Ctrl-C here ends it');
    const script = /^ +(\. \S+)$/m.exec(demo.written())?.[1] ?? '';
    const commands = demo
      .written()
      .replaceAll(/ \\\n +/g, ' ')
      .matchAll(/^ +(kubectl-registry_switch (\w+).*)$/gm);
    const codes: [string | undefined, number | null][] = [];
    for (const [, command, verb] of commands) {
      const { status } = spawnSync('sh', ['-c', `${script} && ${command ?? ''}`], { encoding: 'utf8' });
      codes.push([verb, status]);
    }
    assert.deepEqual(codes, [
      ['images', 0],
      ['plan', 0],
      ['migrate', 0],
      ['verify', 0],
      ['rollback', 0],
      ['verify', 3],
    ]);
    demo.interrupt();
    assert.equal(await demo.ended, 130);
    assert.deepEqual(await demo.leftovers(), []);
  });

  it('ends at once and leaves nothing behind when it is interrupted', async () => {
    for (const moment of ['Seeding', 'Copying the images ...']) {
      await using demo = await startDemo();
      await demo.says(moment);
      demo.interrupt();
      assert.equal(await demo.ended, 130, demo.written());
      assert.deepEqual(await demo.leftovers(), []);
    }
  });

  for (const args of [['--context', 'prod'], ['--no-migrate'], ['any']]) {
    it(`refuses ${args.join(' ')}`, async () => {
      await using demo = await startDemo(args);
      assert.equal(await demo.ended, 2);
      assert.deepEqual(await demo.leftovers(), []);
    });
  }
});
