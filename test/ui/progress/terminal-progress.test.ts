import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { startProgress } from '../../../src/ui/progress/start-progress.ts';
import { FakeTerminal } from '../fake-terminal.ts';

/** Waits until the screen shows this. */
async function seen(terminal: FakeTerminal, text: string): Promise<void> {
  while (!terminal.screen.join('\n').includes(text)) await delay(10);
}

const START = /^\S+ /;

describe('TerminalProgress', () => {
  const before = process.env.TERM;
  it('draws a step while it goes on and leaves its last line', async () => {
    const terminal = new FakeTerminal();
    const progress = startProgress({ stream: terminal.asTerminal });
    const step = progress.step('Copying images');
    await seen(terminal, 'Copying images');
    step.update('1 of 2');
    const part = step.step('new.example/a:1');
    part.update('3 layers');
    await seen(terminal, 'Copying images: 1 of 2');
    await seen(terminal, 'new.example/a:1: 3 layers');
    part.done();
    step.step('new.example/b:1').failed('not found');
    step.done('1 of 2 images');
    await progress.stop();
    const [line = '', ...notes] = terminal.screen;
    assert.equal(line.replace(START, ''), 'Copying images: 1 of 2 images');
    assert.equal(notes.length, 1);
    assert.match(notes.join(), /failed: new\.example\/b:1: not found$/);
    assert.ok(terminal.written.endsWith('\u001b[?25h'), 'the cursor is shown again');
  });

  it('draws steps one after another, and marks how each ended', async () => {
    const terminal = new FakeTerminal();
    const progress = startProgress({ stream: terminal.asTerminal });
    progress.step('One').done();
    progress.step('Two').failed('boom');
    progress.step('Three').skipped('no need');
    await progress.stop();
    const lines = terminal.screen;
    assert.deepEqual(
      lines.map((line) => line.replace(START, '')),
      ['One', 'Two: boom', 'Three: no need'],
    );
    const marks = lines.map((line) => line.split(' ')[0]);
    assert.equal(new Set(marks).size, 3, `three marks: ${marks.join(' ')}`);
  });

  it('ends what was left open, and frees the terminal', async () => {
    const terminal = new FakeTerminal();
    const progress = startProgress({ stream: terminal.asTerminal });
    progress.step('Before').failed('no');
    progress.step('Copying').step('new.example/a:1');
    await seen(terminal, 'new.example/a:1');
    await progress.stop();
    terminal.write('error: boom\n');
    const [failed, open, message] = terminal.screen;
    assert.equal(open?.replace(START, ''), 'Copying');
    assert.equal(START.exec(open)?.[0], START.exec(failed ?? '')?.[0], 'marked like a failure');
    assert.equal(message, 'error: boom');
  });

  it('leaves SIGINT and stdout to the program', async () => {
    const listeners = process.listenerCount('SIGINT');
    const write = Object.getOwnPropertyDescriptor(process.stdout, 'write');
    const terminal = new FakeTerminal();
    const progress = startProgress({ stream: terminal.asTerminal });
    const step = progress.step('Copying');
    await seen(terminal, 'Copying');
    assert.equal(process.listenerCount('SIGINT'), listeners);
    assert.deepEqual(Object.getOwnPropertyDescriptor(process.stdout, 'write'), write);
    step.done();
    await progress.stop();
  });

  it('writes lines on a terminal that cannot be drawn on', async () => {
    for (const size of [0, 80]) {
      const terminal = Object.assign(new FakeTerminal(), { columns: size });
      process.env.TERM = size === 0 ? 'xterm' : 'dumb';
      const progress = startProgress({ stream: terminal.asTerminal });
      progress.step('Copying').done();
      await progress.stop();
      if (before === undefined) delete process.env.TERM;
      else process.env.TERM = before;
      assert.equal(terminal.written, 'Copying ...\nCopying: done\n');
    }
  });
});
