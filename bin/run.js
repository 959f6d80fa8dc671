#!/usr/bin/env node
// Starts the program: from the sources in a checkout, from dist/ in a package. Kept parsable by any Node.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * By these Node trusts any certificate, or writes down what it sends with all logins and keys. It reads some of them
 * before any program begins, which has to be started once more without them then.
 */
const REVEALING = ['NODE_TLS_REJECT_UNAUTHORIZED', 'NODE_DEBUG', 'NODE_DEBUG_NATIVE', 'SSLKEYLOGFILE'];

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 22)) {
  process.stderr.write(
    `error: kubectl registry-switch needs Node.js 22.22 or newer, this is ${process.versions.node}: update Node.js\n`,
  );
  process.exitCode = 1;
} else if (!startAgain()) {
  // Compiled code is kept for the next start, which is faster and smaller so. In the user's folder: others can write /tmp.
  module.enableCompileCache(
    join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'kubectl-registry-switch', 'code'),
  );
  const source = new URL('../src/main.ts', import.meta.url);
  const built = new URL('../dist/main.js', import.meta.url);
  const { href } = existsSync(source) ? source : built;
  resolveAtOnce(new URL('.', href).href, href === source.href ? 'module-typescript' : 'module');
  import(href).then(({ main }) => main(process.argv.slice(2)));
}

/**
 * Files of ours name each other by their paths. Node would look for links and a package.json for each of the hundreds, a
 * sixth of what it costs to start a command.
 */
function resolveAtOnce(folder, format) {
  module.registerHooks({
    resolve(specifier, context, resolve) {
      const isOurs = /^\.{1,2}\/.*\.[jt]s$/.test(specifier) && context.parentURL?.startsWith(folder);
      if (!isOurs) return resolve(specifier, context);
      return { url: new URL(specifier, context.parentURL).href, format, shortCircuit: true };
    },
  });
}

/** Does not return where it can. Gives whether the program must not go on. */
function startAgain() {
  const found = REVEALING.filter((name) => process.env[name]);
  for (const name of found) delete process.env[name];
  if (found.length === 0) return false;
  const { execPath, execArgv, argv, env } = process;
  if (process.execve !== undefined) process.execve(execPath, [execPath, ...execArgv, ...argv.slice(1)], env);
  // Windows: what Node has not read yet is gone by now.
  const kept = found.filter((name) => name.startsWith('NODE_DEBUG'));
  if (kept.length === 0) return false;
  process.stderr.write(`error: ${kept.join(' and ')} would show passwords: unset it\n`);
  process.exitCode = 2;
  return true;
}
