import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MODULE = fileURLToPath(new URL('../../src/cli/interruption.ts', import.meta.url));

/** A process that is told to end, and goes on until it is told again. */
async function interrupted(
  signals: string,
): Promise<{ readonly code: number | null; readonly said: string }> {
  const program = `
    import { setTimeout as pause } from 'node:timers/promises';
    const { interruption } = await import(${JSON.stringify(MODULE)});
    const signal = interruption();
    const tell = async (name) => { process.kill(process.pid, name); await pause(10); };
    ${signals}
    console.error(String(signal.reason?.message));
    process.exit(0);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: 'pipe' });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

describe('Ctrl-C', () => {
  it('lets the process end by itself', async () => {
    assert.deepEqual(await interrupted("await tell('SIGINT');"), { code: 0, said: 'interrupted\n' });
  });

  it('that a wrapper passes on once more is one', async () => {
    const end = await interrupted("await tell('SIGINT'); await tell('SIGINT');");
    assert.deepEqual(end, { code: 0, said: 'interrupted\n' });
  });

  it('a second time ends it at once, and says where to look', async () => {
    const { code, said } = await interrupted(
      "await tell('SIGTERM'); await pause(150); await tell('SIGINT');",
    );
    assert.equal(code, 130);
    assert.match(said, /^error: interrupted twice: exiting immediately\n.*status/);
  });
});
