import type { ApiResource } from '../../objects/api-resource.ts';

/** Questions that are asked by creating an object, which is answered and not kept. */
export const REVIEW_RESOURCES: readonly ApiResource[] = [
  review('authentication.k8s.io', 'SelfSubjectReview'),
  review('authorization.k8s.io', 'SelfSubjectAccessReview'),
  review('authorization.k8s.io', 'SelfSubjectRulesReview'),
];

function review(group: string, kind: string): ApiResource {
  const singular = kind.toLowerCase();
  const names = { kind, listKind: `${kind}List`, singular, plural: `${singular}s` };
  return { group, version: 'v1', ...names, namespaced: false, hasStatus: false };
}
