/** How the demo goes on and ends, with a program in place of the real one that ends as it is told. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { makePrivateFolder, type PrivateFolder } from '../../../src/sandbox/demo/private-folder.ts';
import type { DemoOptions } from '../../../src/sandbox/demo/demo-options.ts';
import { runDemo } from '../../../src/sandbox/demo/run-demo.ts';
import { makeNarrator } from '../../../src/sandbox/demo/show/narrator.ts';

const PLAIN = { bold: (text: string) => text, dim: (text: string) => text };

describe('runDemo', function () {
  this.timeout(30_000);
  this.slow(8_000);
  let folder: PrivateFolder;

  beforeEach(() => {
    folder = makePrivateFolder();
  });

  afterEach(() => {
    folder.remove();
  });

  /** Ends with these exit codes; default: 0. */
  function program(codes: Readonly<Record<string, number>>): string {
    const results = {
      images: { items: [] },
      plan: { copies: [], changes: [], leftAlone: [], drift: [] },
    };
    const lines = [
      `const [command] = process.argv.slice(2);`,
      `if (process.argv.includes('json')) console.log(JSON.stringify(${JSON.stringify(results)}[command]));`,
      `process.exitCode = ${JSON.stringify(codes)}[command] ?? 0;`,
    ];
    return folder.write('program.cjs', lines.join('\n'), 'program');
  }

  function demo(codes: Readonly<Record<string, number>>, more: Partial<DemoOptions> = {}) {
    let said = '';
    const { signal } = new AbortController();
    const write = (text: string) => {
      said += text;
    };
    const run = async (options: Partial<DemoOptions> = {}) =>
      runDemo({
        program: program(codes),
        copierImage: 'copier.example/regsync:v1',
        estate: 'workloads',
        migrate: true,
        keep: false,
        narrator: makeNarrator({ write, paint: PLAIN, paced: false, signal }),
        signal,
        ...more,
        ...options,
      });
    return { run, said: () => said };
  }

  it('ends with the exit code of the migration, whatever comes after it', async () => {
    const { run, said } = demo({ migrate: 4, verify: 3 });
    assert.equal(await run(), 4);
    assert.match(said(), /That took \d+\.\d s\./);
    assert.doesNotMatch(said(), /ImagePullBackOff run/);
  });

  it('says what failed when it is something else', async () => {
    const { run } = demo({ images: 1 });
    await assert.rejects(run(), { message: /^images ended with exit code 1/ });
  });

  it('is kept until it is told to end, with a way in, and leaves nothing behind', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    let script = '';
    const write = (text: string) => {
      script = /\. (\S+\/env)\n/.exec(text)?.[1] ?? script;
      if (!text.includes('Ctrl-C here ends it')) return;
      assert.ok(existsSync(script), script);
      controller.abort(new Error('enough'));
    };
    const narrator = makeNarrator({ write, paint: PLAIN, paced: false, signal });
    const { run } = demo({}, { keep: true, migrate: false, narrator, signal });
    await assert.rejects(run(), { message: 'enough' });
    assert.equal(existsSync(script), false);
  });
});
