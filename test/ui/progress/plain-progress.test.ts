import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { PlainProgress } from '../../../src/ui/progress/plain-progress.ts';
import { startProgress } from '../../../src/ui/progress/start-progress.ts';

function textOf(stream: PassThrough): Promise<string> {
  stream.end();
  return text(stream);
}

describe('PlainProgress', () => {
  it('writes what begins and how it ends', async () => {
    const stream = new PassThrough();
    const progress = startProgress({ stream });
    const stock = progress.step('Listing images');
    stock.update('20 pods');
    stock.done('20 pods');
    const copy = progress.step('Copying images');
    const first = copy.step('new.example/a:1');
    first.update('2 layers');
    first.done('copied');
    copy.step('new.example/b:1').failed('no such\nimage');
    copy.step('new.example/c:1').skipped('is there');
    copy.step('workload').step('pod').done();
    copy.note('the source is slow');
    copy.failed('1 of 3');
    progress.step('Planning').failed('');
    progress.step('Switching').skipped('nothing to do');
    await progress.stop();
    assert.equal(
      await textOf(stream),
      [
        'Listing images ...',
        'Listing images: 20 pods',
        'Copying images ...',
        '  new.example/a:1: copied',
        '  new.example/b:1: failed: no such image',
        '  new.example/c:1: skipped: is there',
        '    pod: done',
        'Copying images: the source is slow',
        'Copying images: failed: 1 of 3',
        'Planning ...',
        'Planning: failed',
        'Switching ...',
        'Switching: skipped: nothing to do',
        '',
      ].join('\n'),
    );
  });

  it('writes where it stands when there was nothing for ten seconds', async () => {
    let now = 0;
    const stream = new PassThrough();
    const step = new PlainProgress(stream, () => now).step('Copying');
    for (now = 1000; now <= 25_000; now += 1000) step.update(`${now / 1000} seconds`);
    assert.equal(await textOf(stream), 'Copying ...\nCopying: 10 seconds\nCopying: 20 seconds\n');
  });
});

describe('startProgress', () => {
  it('tells warnings at once, also where nobody wants to see progress', async () => {
    for (const quiet of [false, true]) {
      const stream = new PassThrough();
      startProgress({ stream, quiet }).warn('the connection is lost');
      assert.equal(await textOf(stream), 'warning: the connection is lost\n');
    }
  });

  it('is silent when asked', async () => {
    const stream = new PassThrough();
    const progress = startProgress({ stream, quiet: true });
    const step = progress.step('Copying');
    step.step('part').failed('no');
    step.done();
    await progress.stop();
    assert.equal(await textOf(stream), '');
  });
});
