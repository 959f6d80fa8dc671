import assert from 'node:assert/strict';
import { runningClock } from '../../../src/sandbox/clock.ts';
import { programFor } from '../../../src/sandbox/programs/program-for.ts';

/** Waits of seconds take milliseconds. */
const SPEED = 1000;

interface Ran {
  readonly exitCode: number;
  readonly lines: readonly string[];
}

async function run(argv: readonly string[], signal = new AbortController().signal): Promise<Ran> {
  const lines: string[] = [];
  const exitCode = await programFor(argv)({
    argv,
    env: { NAME: 'it', HOSTNAME: 'web-1' },
    readFile: (path) => (path === '/config/a' ? Buffer.from('of a\n') : undefined),
    log: (line) => {
      lines.push(line);
    },
    signal,
    network: { addressOf: () => undefined },
    clock: runningClock(SPEED),
  });
  return { exitCode, lines };
}

describe('programs of the sandbox that end by themselves', () => {
  const table: readonly [readonly string[], number, readonly string[]][] = [
    [['/bin/true'], 0, []],
    [['true'], 0, []],
    [['/bin/false'], 1, []],
    [['/bin/sleep', '2'], 0, []],
    [['sleep', '1m'], 0, []],
    [['sh', '-c', 'echo hello; exit 3; echo never'], 3, ['hello']],
    [['/bin/sh', '-ec', `echo "a  b" 'c $NAME' $NAME-\${NAME} && false`], 1, ['a  b c $NAME it-it']],
    [['sh', '-c', 'sleep 1\necho done'], 0, ['done']],
    [['sh', '-c', 'cat /config/a && echo done'], 0, ['of a', 'done']],
    [['sh', '-c', 'cat /config/b'], 1, ["cat: can't open '/config/b': No such file or directory"]],
    [['regsync', 'dance'], 1, ['Error: unknown command "dance" for "regsync"']],
  ];
  for (const [argv, exitCode, lines] of table) {
    it(argv.join(' '), async () => {
      assert.deepEqual(await run(argv), { exitCode, lines });
    });
  }
});

describe('programs of the sandbox that run until TERM', () => {
  const table: readonly (readonly string[])[] = [
    ['/pause'],
    ['sleep', 'infinity'],
    ['sleep', '2147483647'],
    ['sh', '-c', "trap 'exit 0' TERM INT; sleep 2147483647 & wait"],
    ['sh', '-c', 'exec nginx'],
    ['sh'],
    [],
    ['/usr/bin/postgres', '-D', '/data'],
  ];
  for (const argv of table) {
    it(argv.join(' ') || 'nothing', async () => {
      const term = new AbortController();
      const running = run(argv, term.signal);
      const first = await Promise.race([running, new Promise((resolve) => setImmediate(resolve, 'runs'))]);
      assert.equal(first, 'runs');
      term.abort();
      assert.equal((await running).exitCode, 0);
    });
  }

  it('prints what a file says when it is another', async () => {
    const term = new AbortController();
    const lines: string[] = [];
    const texts = ['a\nb\n', 'a\nb\n', 'c'];
    await programFor(['sh'])({
      argv: ['sh', '-c', "trap 'exit 0' TERM; tail -n +1 -F /log/lines 2>/dev/null & wait"],
      env: {},
      readFile: (path) => (path === '/log/lines' ? Buffer.from(texts.shift() ?? 'c') : undefined),
      log: (line) => {
        lines.push(line);
        if (line === 'c') term.abort();
      },
      signal: term.signal,
      network: { addressOf: () => undefined },
      clock: runningClock(SPEED),
    });
    assert.deepEqual(lines, ['a', 'b', 'c']);
  });

  it('say that they serve, and that they end', async () => {
    const { lines } = await run(['/shop', '--port=80'], AbortSignal.abort());
    assert.deepEqual(lines, [
      'starting /shop --port=80',
      'ready to serve on web-1',
      'received signal 15, shutting down',
    ]);
  });
});
