/** Decides about a copy Job that already exists when a copy starts. */
import { ExpectedError } from '../../domain/errors.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { copyJobState } from './copy-job-state.ts';

/** What to do with the Job of an earlier run that failed or cannot start. */
export type EarlierCopyPolicy = 'refuse' | 'replace';

/** Compared with the copy to start: the same work, the same images with other options, other images. */
export type CopySimilarity = 'same work' | 'same images' | 'other images';

/** Throws ExpectedError when the user has to decide. */
export function treatEarlierCopy(
  job: KubernetesObject,
  similarity: CopySimilarity,
  policy: EarlierCopyPolicy,
): 'take up' | 'replace' {
  const { type } = copyJobState(job);
  if (type === 'complete' || type === 'deleting' || type === 'suspended') return 'replace';
  if (type === 'failed') {
    if (policy === 'replace') return 'replace';
    throw failedError(job);
  }
  // A waiting Job has done no work yet, and may be blocked by what has been fixed since.
  if (type === 'waiting' && similarity !== 'other images' && policy === 'replace') return 'replace';
  if (similarity === 'same work') return 'take up';
  throw runningError(job, similarity);
}

function failedError({ metadata: { namespace = '', name } }: KubernetesObject): ExpectedError {
  return new ExpectedError(`an earlier copy failed: Job ${namespace}/${name} still exists`, {
    nextStep: `See its log with \`kubectl logs -n ${namespace} job/${name}\`; retry with --retry.`,
  });
}

function runningError(
  { metadata: { namespace = '', name } }: KubernetesObject,
  similarity: CopySimilarity,
): ExpectedError {
  const difference =
    similarity === 'same images' ? 'it copies the same images with other options' : 'it copies other images';
  const wait = `kubectl wait -n ${namespace} job/${name} --for=condition=Complete --timeout=-1s`;
  return new ExpectedError(`a copy is already running: Job ${namespace}/${name}; ${difference}`, {
    nextStep: `Wait for it with \`${wait}\`, or stop it with \`kubectl delete job -n ${namespace} ${name}\`; then run this again.`,
  });
}
