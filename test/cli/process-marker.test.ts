import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { hasEnded, processMarker } from '../../src/cli/process-marker.ts';

const MODULE = fileURLToPath(new URL('../../src/cli/process-marker.ts', import.meta.url));
const SAY = `import(${JSON.stringify(MODULE)}).then(({ processMarker }) => {
  console.log(processMarker());
  process.stdin.resume();
});`;

/** The marker of another process, while it lives and after it was killed. */
async function ofAnother(look: (marker: string) => unknown): Promise<[alive: unknown, killed: unknown]> {
  const child = spawn(process.execPath, ['-e', SAY], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [output] = (await once(child.stdout, 'data')) as [Buffer];
  const marker = output.toString().trim();
  const alive = look(marker);
  child.kill('SIGKILL');
  await once(child, 'close');
  return [alive, look(marker)];
}

describe('the marker of a process', () => {
  before(function () {
    if (process.platform !== 'linux') this.skip();
  });

  it('tells that one lives, and that it has ended', async () => {
    assert.deepEqual(await ofAnother(hasEnded), [false, true]);
  });

  it('is another for one that has got the number of one that has ended', () => {
    const marker = processMarker() ?? '';
    assert.equal(hasEnded(marker), false);
    assert.equal(hasEnded(marker.replace(/\d+$/, '1')), true);
  });

  it('tells nothing of other machines, boots and containers', async () => {
    const [, elsewhere] = await ofAnother((marker) =>
      [0, 1, 2].map((part) => {
        const parts = marker.split('/');
        parts[part] = 'another';
        return hasEnded(parts.join('/'));
      }),
    );
    assert.deepEqual(elsewhere, [false, false, false]);
  });

  for (const nonsense of ['', '/////', 'a/b/c/-1/2', `${processMarker() ?? ''}x`.replace(/\/\d+\//, '/0/')]) {
    it(`tells nothing where it is nonsense: "${nonsense.slice(0, 12)}"`, () => {
      assert.equal(hasEnded(nonsense), false);
    });
  }
});
