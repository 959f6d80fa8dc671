import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

/** A server that nobody answers for: wrong usage must be told before it is asked. */
const KUBECONFIG = `{"apiVersion": "v1", "kind": "Config", "current-context": "x",
  "contexts": [{"name": "x", "context": {"cluster": "x", "user": "x"}}],
  "clusters": [{"name": "x", "cluster": {"server": "https://127.0.0.1:1"}}],
  "users": [{"name": "x", "user": {"token": "t0ken"}}]}`;

interface End {
  readonly code: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

const PLAN = ['plan', '--from', 'a.example', '--to', 'b.example'];

describe('the program', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'usage-'));
    await writeFile(join(folder, 'config'), KUBECONFIG);
  });
  after(async () => {
    await rm(folder, { recursive: true });
  });

  async function run(...args: readonly string[]): Promise<End> {
    return runWith('', ...args);
  }

  async function runWith(input: string, ...args: readonly string[]): Promise<End> {
    const env = {
      KUBECONFIG: join(folder, 'config'),
      DOCKER_CONFIG: folder,
      HOME: folder,
      PATH: process.env.PATH,
    };
    return new Promise((resolve) => {
      const child = execFile(process.execPath, [PROGRAM, ...args], { env }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : error.code, stdout, stderr });
      });
      child.stdin?.end(input);
    });
  }

  const wrong: readonly [string, readonly string[], string | RegExp][] = [
    ['an unknown command', ['bogus'], 'unknown command "bogus" for "kubectl registry-switch"'],
    ['an unknown flag', ['plan', '--bogus'], 'nonexistent flag: --bogus'],
    ['a plan that is another', [...PLAN, '--expect', 'x'], /--expect/],
    ['an order that nobody can read', [...PLAN, '--wave-order', ''], /--wave-order/],
    ['a missing source', ['plan', '--to', 'new.example'], 'missing --from: the registry to move away from'],
    [
      'a malformed duration',
      ['switch', '--from', 'a.example', '--to', 'b.example', '--timeout', '5x'],
      'invalid --timeout "5x"',
    ],
    ['an unknown output format', ['images', '-o', 'bogus'], 'unknown output format "bogus"'],
    [
      'flags that exclude each other',
      ['migrate', '--from', 'a.example', '--to', 'b.example', '--username', 'me', '--to-secret', 'a/b'],
      /^error: --username=me cannot also be provided when using --to-secret$/,
    ],
  ];
  for (const [name, args, message] of wrong) {
    it(`tells ${name} in one line and exits with 2`, async () => {
      const { code, stdout, stderr } = await run(...args);
      const [line = ''] = stderr.split('\n');
      if (typeof message === 'string') assert.equal(line, `error: ${message}`);
      else assert.match(line, message);
      assert.equal(stderr.match(/error:/g)?.length, 1);
      assert.doesNotMatch(stderr, /\n {4}at /);
      assert.deepEqual([code, stdout], [2, '']);
    });
  }

  for (const command of ['resume', 'rollback']) {
    it(`takes no argument of ${command} from standard input`, async () => {
      const server = ['--server', 'https://127.0.0.1:1', '--request-timeout', '1s'];
      const { stderr } = await runWith('s3cret\n', command, '--yes', ...server);
      assert.doesNotMatch(stderr, /s3cret/);
      assert.match(stderr, /127\.0\.0\.1:1/);
    });
  }

  const unknown: readonly [args: readonly string[], told: string][] = [
    [
      [...PLAN, '--yes'],
      'nonexistent flag: --yes\nIt is a flag of "migrate": leave it out, or give all flags of a move to `kubectl registry-switch migrate --dry-run`, which shows the same plan.',
    ],
    [
      ['images', '-y'],
      'nonexistent flag: -y\nIt is a flag of "migrate": leave it out; see `kubectl registry-switch help images`.',
    ],
    [
      ['plan', '--form', 'a.example'],
      'nonexistent flag: --form\nDid you mean --from? See `kubectl registry-switch help plan` for usage.',
    ],
    [
      ['plan', '--rewrite'],
      'nonexistent flag: --rewrite\nDid you mean --rewrite-mentions? See `kubectl registry-switch help plan` for usage.',
    ],
    [['plan', '--nope'], 'nonexistent flag: --nope\nSee `kubectl registry-switch help plan` for usage.'],
    [
      ['plan', '--bogus', '--bogus-too'],
      'nonexistent flags: --bogus, --bogus-too\nSee `kubectl registry-switch help plan` for usage.',
    ],
  ];
  for (const [args, told] of unknown) {
    it(`says what to do about ${args.join(' ')}`, async () => {
      assert.equal((await run(...args)).stderr, `error: ${told}\n`);
    });
  }

  it('exits with 1 where nobody answers, and shows no token', async () => {
    const { code, stderr } = await run('images', '--request-timeout', '1s');
    assert.equal(code, 1);
    assert.match(stderr, /^error: /m);
    assert.doesNotMatch(stderr, /t0ken|\n {4}at /);
  });

  it('shows help on stdout, needing no cluster', async () => {
    const { code, stdout, stderr } = await run('plan', '--help', '--bogus');
    assert.match(stdout, /^Show what would be copied/);
    assert.deepEqual([code, stderr], [0, '']);
  });
});
