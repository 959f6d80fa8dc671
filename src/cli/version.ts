import { packageJson } from './package-json.ts';

/** `kubectl-registry-switch 1.2.3 node-v26.1.0` */
export function versionLine(): string {
  const { name, version } = packageJson();
  return `${name} ${version} node-${process.version}`;
}
