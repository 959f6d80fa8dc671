/** The admission plugins in their order: first those that change an object, then, once it is valid, those that judge. */
import type { Stored } from '../stored.ts';
import type { AdmissionRequest } from './admission-request.ts';
import { checkNamespace } from './namespace-lifecycle.ts';
import { withScheduling } from './pod-scheduling.ts';
import { checkNamespacePolicy } from './pod-security/check-namespace-policy.ts';
import { checkPodSecurity } from './pod-security/check-pod-security.ts';
import { checkQuota } from './resource-quota.ts';
import { withServiceAccount } from './service-account.ts';

/** The object as the plugins change it; throws ApiFailure when one refuses it. */
export function mutated(request: AdmissionRequest): Stored {
  checkNamespace(request);
  const { operation, resource, object } = request;
  const isNewPod = operation === 'CREATE' && resource.kind === 'Pod' && resource.group === '';
  return isNewPod ? withScheduling(withServiceAccount(object, request)) : object;
}

/** Throws ApiFailure when a plugin refuses an object that is valid. */
export function judge(request: AdmissionRequest): void {
  checkNamespacePolicy(request);
  checkPodSecurity(request);
  checkQuota(request);
}
