/** The demo as people run it: a process of its own. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../../bin/run.js', import.meta.url));

/** A run of the demo: what it has written so far, and how it ended. */
interface Run {
  readonly child: ChildProcess;
  readonly written: () => string;
  /** Resolves when a text was written; rejects when the process ended without it. */
  readonly says: (text: string) => Promise<void>;
  readonly ended: Promise<number | null>;
}

describe('the demo', function () {
  this.timeout(90_000);
  this.slow(40_000);
  let temporary: string;

  beforeEach(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'demo-test-'));
  });

  afterEach(async () => rm(temporary, { recursive: true }));

  const leftovers = async () => readdir(temporary);

  function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): Run {
    const own = { ...process.env, TMPDIR: temporary, NO_COLOR: '1', ...env };
    const child = spawn(process.execPath, [PROGRAM, ...args], {
      env: own,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let written = '';
    const listeners = new Set<() => void>();
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        written += text;
        for (const listener of listeners) listener();
      });
    }
    const ended = once(child, 'close').then(([code]) => code as number | null);
    const says = async (text: string) =>
      new Promise<void>((resolve, reject) => {
        const look = () => {
          if (written.includes(text)) resolve();
        };
        listeners.add(look);
        look();
        void ended.then(() => {
          reject(new Error(`ended without saying ${text}:\n${written}`));
        });
      });
    return { child, written: () => written, says, ended };
  }

  it('moves everything, heals what was stuck, and leaves nothing behind', async () => {
    const run = start(['demo']);
    assert.equal(await run.ended, 0, run.written());
    for (const text of [
      'Seeding 20 workloads',
      'Two pods stand in ImagePullBackOff',
      'Deployment shop/search: Argo CD application search would undo a patch',
      'Pod legacy/console: the pull Secrets of a running pod cannot change',
      'Job shop/import-catalogue: the Job has run to its end',
      '0 not, 0 left alone',
      'Pods:      1 healed',
      'The two pods that stood in ImagePullBackOff run.',
      'Nothing refers to the source any more.',
      'That took ',
    ]) {
      assert.ok(run.written().includes(text), `${text} is not in:\n${run.written()}`);
    }
    assert.deepEqual(await leftovers(), []);
  });

  it('ends at once and leaves nothing behind when it is interrupted', async () => {
    for (const moment of ['Seeding', 'Copying the images ...']) {
      const run = start(['demo']);
      await run.says(moment);
      run.child.kill('SIGINT');
      assert.equal(await run.ended, 130, run.written());
      assert.deepEqual(await leftovers(), []);
    }
  });

  it('is kept to make the move oneself, and to take it back, with the commands that it shows', async () => {
    const run = start(['demo', '--keep', '--no-migrate'], { PATH: dirname(process.execPath) });
    try {
      await run.says('Ctrl-C here ends it');
      const script = /^ +(\. \S+)$/m.exec(run.written())?.[1] ?? '';
      const commands = run
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
    } finally {
      run.child.kill('SIGINT');
      assert.equal(await run.ended, 130);
    }
    assert.deepEqual(await leftovers(), []);
  });

  for (const args of [['--context', 'prod'], ['--no-migrate'], ['any']]) {
    it(`refuses ${args.join(' ')}`, async () => {
      const run = start(['demo', ...args]);
      assert.equal(await run.ended, 2);
      assert.deepEqual(await leftovers(), []);
    });
  }
});
