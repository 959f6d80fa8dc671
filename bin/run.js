#!/usr/bin/env node
// Starts the program: from the sources in a checkout, from dist/ in a package. Kept parsable by any Node.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 22)) {
  process.stderr.write(
    `error: kubectl registry-switch needs Node.js 22.22 or newer, this is ${process.versions.node}: update Node.js\n`,
  );
  process.exitCode = 1;
} else {
  // Lists are parsed a little at a time and let go: a young heap that grows to 64 MB only holds more of their garbage.
  setFlagsFromString('--semi-space-growth-factor=1');
  // Compiled code is kept for the next start, which is faster and smaller so. In the user's folder: others can write /tmp.
  module.enableCompileCache(
    join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'kubectl-registry-switch', 'code'),
  );
  const source = new URL('../src/main.ts', import.meta.url);
  const built = new URL('../dist/main.js', import.meta.url);
  import(existsSync(source) ? source.href : built.href).then(({ main }) => main(process.argv.slice(2)));
}
