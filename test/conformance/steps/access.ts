import { get, post, remove, type StepGroup } from '../step.ts';

const REVIEWS = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
const NOBODY = { 'impersonate-user': 'nobody' };

function review(verb: string, resource: string, group = '') {
  return {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: { namespace: '{ns}', verb, group, resource } },
  };
}

export const ACCESS: StepGroup = {
  name: 'access',
  steps: [
    post('may I', REVIEWS, review('patch', 'deployments', 'apps'), { compared: allowed }),
    post('may nobody', REVIEWS, review('patch', 'deployments', 'apps'), {
      headers: NOBODY,
      compared: allowed,
    }),
    get('nobody lists', '/api/v1/namespaces/{ns}/pods', { headers: NOBODY }),
    get('nobody lists everywhere', '/apis/apps/v1/deployments', { headers: NOBODY }),
    get('nobody gets', '/api/v1/namespaces/{ns}/secrets/x', { headers: NOBODY }),
    post(
      'nobody creates',
      '/api/v1/namespaces/{ns}/configmaps',
      { metadata: { name: 'x' } },
      { headers: NOBODY },
    ),
    remove('nobody deletes', '/apis/apps/v1/namespaces/{ns}/deployments/x', undefined, { headers: NOBODY }),
    get('nobody reads a log', '/api/v1/namespaces/{ns}/pods/x/log', { headers: NOBODY }),
    get('nobody discovers', '/apis/apps/v1', { headers: NOBODY, compared: () => '' }),
  ],
};

/** The reason names the rule that let one in. */
function allowed(body: unknown): unknown {
  const { kind, apiVersion, spec, status } = body as {
    readonly [field: string]: unknown;
    readonly status?: { readonly allowed?: boolean };
  };
  return { kind, apiVersion, spec, allowed: status?.allowed };
}
