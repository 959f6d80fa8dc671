import { UsageError } from '../domain/errors.ts';
import { readImageReference } from '../domain/image/parse-reference.ts';
import type { ImageReference } from '../domain/image/reference.ts';
import { COPY_NAME } from '../domain/kubernetes/own-names.ts';
import type { CopyEngine, CopyJobOptions, Toleration } from '../domain/ports/copy-engine.ts';
import type { CopyFlags } from './flags/copy-flags.ts';
import { parseDuration } from './parse-duration.ts';

export type JobFlags = Omit<CopyFlags, 'copy-timeout' | 'copier-image-unpinned' | 'json'>;

/** The copy engine; there is only one so far. */
export async function copyEngine(): Promise<CopyEngine> {
  const { REGSYNC } = await import('../adapters/copier/regsync/regsync-engine.ts');
  return REGSYNC;
}

/** The options of the Job, and how long it may be without a running pod. Throws UsageError. */
export function copyCall(
  flags: CopyFlags,
  engine: CopyEngine,
): { readonly options: CopyJobOptions; readonly timeoutSeconds: number } {
  return {
    options: copyJobOptions(flags, engine),
    timeoutSeconds: parseDuration(flags['copy-timeout'], '--copy-timeout'),
  };
}

/** Throws UsageError. */
export function copyJobOptions(flags: JobFlags, engine: CopyEngine): CopyJobOptions {
  return {
    namespace: flags['copy-namespace'],
    name: COPY_NAME,
    image: imageOfEngine(flags['copier-image'] ?? engine.defaultImage),
    parallelism: flags.parallelism,
    nodeSelector: pairs(flags['copier-node-selector'] ?? [], '--copier-node-selector'),
    tolerations: (flags['copier-toleration'] ?? []).map(parseToleration),
    requests: pairs(flags['copier-requests'].split(',').filter(Boolean), '--copier-requests'),
    limits: pairs(flags['copier-limits'].split(',').filter(Boolean), '--copier-limits'),
    pullSecrets: flags['copier-pull-secret'] ?? [],
    labels: {},
  };
}

function imageOfEngine(text: string): ImageReference {
  const read = readImageReference(text);
  if (read.valid) return read.reference;
  const { message, nextStep } = read.problem;
  throw new UsageError(`invalid --copier-image ${JSON.stringify(text)}: ${message}`, { nextStep });
}

function pairs(texts: readonly string[], flag: string): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const separator = text.indexOf('=');
      if (separator < 1) {
        throw new UsageError(`invalid ${flag} ${JSON.stringify(text)}`, {
          nextStep: 'Use the form KEY=VALUE.',
        });
      }
      return [text.slice(0, separator), text.slice(separator + 1)];
    }),
  );
}

/** `key`, `key=value`, `key:effect` or `key=value:effect`, as kubectl taint writes them. */
function parseToleration(text: string): Toleration {
  const [, key, value, effect] = /^([^=:]+)(?:=([^=:]*))?(?::([^=:]+))?$/.exec(text) ?? [];
  if (key === undefined) {
    throw new UsageError(`invalid --copier-toleration ${JSON.stringify(text)}`, {
      nextStep: 'Use the form KEY, KEY=VALUE, KEY:EFFECT or KEY=VALUE:EFFECT.',
    });
  }
  return {
    key,
    ...(value === undefined ? { operator: 'Exists' } : { operator: 'Equal', value }),
    ...(effect === undefined ? {} : { effect }),
  };
}
