/** The version of the program, from its package. */
import { readFileSync } from 'node:fs';

/** `kubectl-registry-switch 1.2.3 node-v26.1.0` */
export function versionLine(): string {
  const { name, version } = packageJson();
  return `${name} ${version} node-${process.version}`;
}

/** The package.json beside src/ or dist/. */
function packageJson(): { readonly name: string; readonly version: string } {
  const file = new URL('../../package.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as { name: string; version: string };
}
