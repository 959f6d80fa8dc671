/** The built package is a plugin as any other: a CLI that knows nothing of it links it, as `plugins link` does. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Config } from '@oclif/core/config';
import { loadHelpClass } from '@oclif/core/help';
import { commandHelp } from '../../src/cli/help.ts';
import type KubectlHelp from '../../src/commands/kubectl-help.ts';
import { EXIT } from '../../src/domain/exit.ts';
import { COMMAND_SUMMARIES, findCommand } from '../../src/commands/command-table.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

interface End {
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

describe('the built package', () => {
  let folder: string;
  let built: string;
  let host: string;

  before(async function () {
    this.timeout(120_000);
    folder = mkdtempSync(path.join(tmpdir(), 'plugged-in-'));
    built = path.join(folder, 'package');
    host = path.join(folder, 'host');
    await buildPackage(built);
    makeHost(host, { data: path.join(folder, 'data'), plugin: built });
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('tells oclif of all commands, with the help that was reviewed', async () => {
    const config = await Config.load({ root: built, userPlugins: false, devPlugins: false });
    assert.deepEqual(config.commandIDs, Object.keys(COMMAND_SUMMARIES).toSorted());
    const HelpClass = (await loadHelpClass(config)) as unknown as typeof KubectlHelp;
    const help = new HelpClass(config);
    for (const command of config.commands) {
      const reviewed = commandHelp(command.id, await findCommand(command.id)());
      assert.equal(help.formatCommand(command), reviewed, command.id);
      assert.equal(command.summary, COMMAND_SUMMARIES[command.id]);
    }
  });

  it('finds a command by its own program too', async () => {
    const { code, stdout } = await run(built, 'rbac', '--read-only', '--user', 'jane', '-o', 'json');
    assert.equal(code, EXIT.done);
    assert.match(stdout, /"kind": "ClusterRole"/);
  });

  it('shows its commands in the help of another CLI', async () => {
    const { stdout } = await run(host, '--help');
    for (const [name, summary] of Object.entries(COMMAND_SUMMARIES)) {
      assert.match(stdout, new RegExp(`^ +${name} +${summary.slice(0, 20)}`, 'm'));
    }
  });

  it('runs in another CLI, with its result on stdout', async () => {
    const args = ['rbac', '--read-only', '--user', 'jane', '-o', 'json'];
    assert.deepEqual(await run(host, ...args), await run(built, ...args));
  });

  for (const args of [['images', '--colour'], ['verify'], ['plan', '--to', 'new.example']]) {
    it(`tells another CLI of wrong usage as ever: ${args.join(' ')}`, async () => {
      const end = await run(host, ...args);
      assert.equal(end.code, EXIT.usage);
      assert.deepEqual(end, await run(built, ...args));
    });
  }

  it('answers for no unknown command of another CLI', async () => {
    const { code, stderr } = await run(host, 'migrat');
    assert.equal(code, EXIT.usage);
    assert.match(stderr, /command migrat not found/);
    assert.doesNotMatch(stderr, /registry-switch/);
  });

  async function run(root: string, ...args: readonly string[]): Promise<End> {
    const env = {
      PATH: process.env.PATH,
      HOME: folder,
      XDG_DATA_HOME: path.join(folder, 'data'),
      OCLIF_DISABLE_LINKED_ESM_WARNING: '1',
    };
    return new Promise((resolve) => {
      const command = [path.join(root, 'bin', 'run.js'), ...args];
      execFile(process.execPath, command, { env }, (error, stdout, stderr) => {
        resolve({ code: error?.code ?? EXIT.done, stdout, stderr });
      });
    });
  }
});

/** As `npm pack` does, without checking the types once more. */
async function buildPackage(root: string): Promise<void> {
  mkdirSync(root);
  for (const one of ['package.json', 'bin'])
    cpSync(path.join(ROOT, one), path.join(root, one), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'));
  const compiler = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const options = ['-p', ROOT, '--noEmit', 'false', '--noCheck', '--outDir', path.join(root, 'dist')];
  await promisify(execFile)(process.execPath, [compiler, ...options]);
  await promisify(execFile)(process.execPath, [path.join(ROOT, '.ci', 'write-manifest.js')], { cwd: root });
}

/** A CLI of nothing but oclif, which has linked the plugin. */
function makeHost(root: string, { data, plugin }: { readonly data: string; readonly plugin: string }): void {
  const name = 'host';
  const linked = { type: 'link', name: 'kubectl-registry-switch', root: plugin };
  const files = {
    [path.join(root, 'package.json')]: JSON.stringify({
      ...{ name, version: '1.0.0', type: 'module', oclif: { bin: name, dirname: name } },
    }),
    [path.join(root, 'bin', 'run.js')]:
      "import { execute } from '@oclif/core/execute';\nexecute({ dir: import.meta.url });\n",
    [path.join(data, name, 'package.json')]: JSON.stringify({ oclif: { schema: 1, plugins: [linked] } }),
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'));
}
