import assert from 'node:assert/strict';
import { makeNarrator, type NarratorOptions } from '../../../../src/sandbox/demo/show/narrator.ts';

const PLAIN = { bold: (text: string) => text, dim: (text: string) => text };

function narrate(options: Partial<NarratorOptions> = {}) {
  const written: string[] = [];
  const { signal } = new AbortController();
  const write = (text: string) => written.push(text);
  return { written, narrator: makeNarrator({ write, paint: PLAIN, paced: false, signal, ...options }) };
}

describe('makeNarrator', () => {
  it('writes headings, lines and commands', async () => {
    const { narrator, written } = narrate();
    await narrator.heading('Before');
    await narrator.say(['one', 'two']);
    await narrator.command('images \\\n    --all');
    assert.equal(written.join(''), '\nBefore\none\ntwo\n\n$ images \\\n    --all\n');
  });

  for (const [columns, width] of [
    [undefined, 100],
    [80, 80],
    [240, 100],
  ]) {
    it(`keeps to ${width ?? ''} columns where the terminal has ${columns ?? 'none'}`, () => {
      assert.equal(narrate({ columns }).narrator.width, width);
    });
  }

  it('types commands letter by letter when recorded', async () => {
    const { narrator, written } = narrate({ paced: true });
    await narrator.command('ls');
    assert.deepEqual(written, ['\n$ ', 'l', 's', '\n']);
  });

  it('stops in the middle when it is interrupted', async () => {
    const controller = new AbortController();
    const { narrator, written } = narrate({ paced: true, signal: controller.signal });
    const said = narrator.say(['one', 'two']);
    controller.abort();
    await assert.rejects(said, { name: 'AbortError' });
    assert.deepEqual(written, ['one\n']);
  });
});
