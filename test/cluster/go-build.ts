import { homedir } from 'node:os';
import path from 'node:path';

/** Where what was built is kept from one test run to the next. */
export function cacheFolder(): string {
  const cache = process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache');
  return path.join(cache, 'kubectl-registry-switch');
}

export function goEnvironment(extra: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...process.env, CGO_ENABLED: '0', ...extra };
}
