/** The folder of package.json, above src/ or dist/. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PJSON } from '@oclif/core/interfaces';

export const PACKAGE_ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** In a checkout its paths point to the sources. */
export function packageJson(): PJSON {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const isSource = import.meta.filename.endsWith('.ts');
  return JSON.parse(isSource ? text.replaceAll(/"\.\/dist\/(.*?)\.js"/g, '"./src/$1.ts"') : text) as PJSON;
}
