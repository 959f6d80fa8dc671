/**
 * An annotation on the copy Job that identifies its work, so that a later run can tell whether a running Job does the
 * same.
 */
import { createHash } from 'node:crypto';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import type { PlannedCopy } from '../../domain/plan/plan.ts';
import { type WrittenCopy, writtenCopy } from '../../domain/plan/written-plan.ts';
import type { CopyManifests } from '../../domain/ports/copy-engine.ts';

const WORK_ANNOTATION = 'registry-switch.io/copy';

/** The manifests with the annotation on the Job. It contains no secrets. */
export function withWork({ secrets, job }: CopyManifests, copies: readonly PlannedCopy[]): CopyManifests {
  const work = { copies: digestOfAll(copies), missing: missingOf(copies), job: digest(job.spec) };
  const annotations = { ...job.metadata.annotations, [WORK_ANNOTATION]: JSON.stringify(work) };
  return { secrets, job: { ...job, metadata: { ...job.metadata, annotations } } };
}

/** Whether two Jobs do the same work with the same options; logins may differ. */
export function sameWork(one: KubernetesObject, other: KubernetesObject): boolean {
  const work = one.metadata.annotations?.[WORK_ANNOTATION];
  return work !== undefined && work === other.metadata.annotations?.[WORK_ANNOTATION];
}

/**
 * The copies that were missing when the Job started; it may have done some since. `undefined`: the Job has other
 * work.
 */
export function copiesAtStart(
  job: KubernetesObject,
  copies: readonly PlannedCopy[],
): readonly PlannedCopy[] | undefined {
  const work = parsed(job.metadata.annotations?.[WORK_ANNOTATION]);
  if (work?.copies !== digestOfAll(copies) || typeof work.missing !== 'string') return undefined;
  const missing = Buffer.from(work.missing, 'base64');
  const begun = sorted(copies).map((copy, index) => [copy.target, !bitOf(missing, index)] as const);
  const present = new Map(begun);
  return copies.map((copy) => ({ ...copy, present: present.get(writtenCopy(copy).target) ?? copy.present }));
}

/** Covers all copies of a plan, done or not, so that it is stable across runs until workloads or images change. */
function digestOfAll(copies: readonly PlannedCopy[]): string {
  return digest(sorted(copies).map(({ source, target, digest: content }) => [source, target, content]));
}

/** One bit per copy, in base64: ten thousand copies stay far below the size limit of annotations. */
function missingOf(copies: readonly PlannedCopy[]): string {
  const bits = Buffer.alloc(Math.ceil(copies.length / 8));
  for (const [index, { present }] of sorted(copies).entries()) {
    const byte = index >> 3;
    if (!present) bits[byte] = (bits[byte] ?? 0) | (1 << (index & 7));
  }
  return bits.toString('base64');
}

function bitOf(bits: Buffer, index: number): boolean {
  return ((bits[index >> 3] ?? 0) & (1 << (index & 7))) !== 0;
}

function sorted(copies: readonly PlannedCopy[]): WrittenCopy[] {
  return copies.map(writtenCopy).toSorted((a, b) => (a.target < b.target ? -1 : 1));
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}

function parsed(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
