/** What becomes of a copy Job that is there already when a copy is to begin. */
import { ExpectedError } from '../../domain/errors.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { copyJobState } from './copy-job-state.ts';

/** How a Job that is still there from an earlier run is treated, when it failed or cannot begin. */
export type EarlierCopyPolicy = 'refuse' | 'replace';

/** `likeness` is to the copy that is to begin: the very same work, the same images in another way, other images. */
export type CopySimilarity = 'same work' | 'same images' | 'other images';

/** Throws where the user has to decide. */
export function treatEarlierCopy(
  job: KubernetesObject,
  likeness: CopySimilarity,
  leftover: EarlierCopyPolicy,
): 'take up' | 'replace' {
  const { type } = copyJobState(job);
  if (type === 'complete' || type === 'deleting' || type === 'suspended') return 'replace';
  if (type === 'failed') {
    if (leftover === 'replace') return 'replace';
    throw failedError(job);
  }
  // One that waits does nothing that would be lost, and may lack the very thing that was put right since.
  if (type === 'waiting' && likeness !== 'other images' && leftover === 'replace') return 'replace';
  if (likeness === 'same work') return 'take up';
  throw runningError(job, likeness);
}

function failedError({ metadata: { namespace = '', name } }: KubernetesObject): ExpectedError {
  return new ExpectedError(`an earlier copy failed: Job ${namespace}/${name} is still there`, {
    nextStep: `See its log with \`kubectl logs -n ${namespace} job/${name}\`; go on with --retry.`,
  });
}

function runningError(
  { metadata: { namespace = '', name } }: KubernetesObject,
  likeness: CopySimilarity,
): ExpectedError {
  const difference = likeness === 'same images' ? 'it copies with other options' : 'it copies other images';
  const wait = `kubectl wait -n ${namespace} job/${name} --for=condition=Complete --timeout=-1s`;
  return new ExpectedError(`a copy is running already: Job ${namespace}/${name}; ${difference}`, {
    nextStep: `Wait for its end with \`${wait}\`, or end it with \`kubectl delete job -n ${namespace} ${name}\`; then run this again.`,
  });
}
