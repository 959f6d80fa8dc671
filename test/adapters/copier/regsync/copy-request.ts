import type { RegistryConnection } from '../../../../src/domain/credentials/credential.ts';
import { parseImageReference } from '../../../../src/domain/image/parse-reference.ts';
import type { Digest } from '../../../../src/domain/image/reference.ts';
import type {
  AuthorizedCopy,
  CopyJobOptions,
  CopyJobRequest,
} from '../../../../src/domain/ports/copy-engine.ts';

/** `sha256:` and one hex digit 64 times. */
export function digest(digit: string): Digest {
  return `sha256:${digit.repeat(64)}`;
}

/** A copy from `host/repository@digest` to `host/repository:tag`. */
export function copy(
  source: string,
  target: string,
  credentials: Pick<AuthorizedCopy, 'sourceCredential' | 'targetCredential'> = {},
): AuthorizedCopy {
  const from = parseImageReference(source);
  const to = parseImageReference(target);
  if (from.digest === undefined || to.tag === undefined) throw new Error(`not a copy: ${source} ${target}`);
  return {
    source: { ...from, digest: from.digest },
    target: { ...to, tag: to.tag },
    ...credentials,
  };
}

/** So many copies, each to a target repository of its own. */
export function manyCopies(count: number): AuthorizedCopy[] {
  return Array.from({ length: count }, (_, index) =>
    copy(`old.example/app-${index}@${digest('a')}`, `new.example/app-${index}:1`),
  );
}

export const OPTIONS: CopyJobOptions = {
  namespace: 'tools',
  name: 'image-copy',
  image: parseImageReference('ghcr.io/regclient/regsync:v0.11.7'),
  parallelism: 3,
  nodeSelector: {},
  tolerations: [],
  requests: { cpu: '100m', memory: '64Mi' },
  limits: {},
  pullSecrets: [],
  labels: {},
};

export function copyRequest(
  copies: readonly AuthorizedCopy[],
  options: Partial<CopyJobOptions> = {},
  connections: Readonly<Record<string, RegistryConnection>> = {},
): CopyJobRequest {
  return { copies, connections: new Map(Object.entries(connections)), options: { ...OPTIONS, ...options } };
}
