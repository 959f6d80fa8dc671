#!/usr/bin/env node
// Starts the program: from the sources in a checkout, from dist/ in a package. Kept parsable by any Node.
import { existsSync } from 'node:fs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 22)) {
  process.stderr.write(
    `error: kubectl registry-switch needs Node.js 22.22 or newer, this is ${process.versions.node}: update Node.js\n`,
  );
  process.exitCode = 1;
} else {
  const source = new URL('../src/main.ts', import.meta.url);
  const built = new URL('../dist/main.js', import.meta.url);
  import(existsSync(source) ? source.href : built.href).then(({ main }) => main(process.argv.slice(2)));
}
