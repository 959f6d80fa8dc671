import { ExpectedError } from '../../../domain/errors.ts';
import type { KubernetesObject } from '../../../domain/kubernetes/object.ts';
import type { CopyJobOptions } from '../../../domain/ports/copy-engine.ts';
import type { ConfigFile } from './config-files.ts';
import { copyLabels } from './copy-labels.ts';

const KIB = 1024;

/**
 * Bytes at which another Secret is started: `kubectl apply` stores a copy of an object in an annotation of at most
 * 256 KiB.
 */
const COMFORTABLE_SIZE = 160 * KIB;

/** Bytes that the API server allows in one Secret. */
const LARGEST_SIZE = 1024 * KIB;

/** A Secret of the copy, and where its keys appear as files. */
export interface CopySecret {
  readonly manifest: KubernetesObject;
  readonly files: readonly ConfigFile[];
}

/** Packs the files, in their order, into as few Secrets of comfortable size as hold them. */
export function copySecrets(files: readonly ConfigFile[], options: CopyJobOptions): readonly CopySecret[] {
  const secrets: ConfigFile[][] = [];
  let size = Infinity;
  for (const file of files) {
    const length = checkedSize(file);
    if (size + length > COMFORTABLE_SIZE) {
      secrets.push([]);
      size = 0;
    }
    secrets.at(-1)?.push(file);
    size += length;
  }
  return secrets.map((content, index) => ({ manifest: secret(index, content, options), files: content }));
}

function checkedSize({ key, content }: ConfigFile): number {
  const length = Buffer.byteLength(content);
  if (length <= LARGEST_SIZE) return length;
  throw new ExpectedError(
    `${key} of the copy Secret would be ${Math.ceil(length / KIB)} KiB, but a Secret is limited to ${LARGEST_SIZE / KIB} KiB`,
    { nextStep: 'Give CA files with only the certificates that the registries need.' },
  );
}

function secret(index: number, files: readonly ConfigFile[], options: CopyJobOptions): KubernetesObject {
  const data = files.map(({ key, content }) => [key, Buffer.from(content).toString('base64')] as const);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: index === 0 ? options.name : `${options.name}-${index}`,
      namespace: options.namespace,
      labels: copyLabels(options),
    },
    type: 'Opaque',
    data: Object.fromEntries(data),
  };
}
