/** A cluster that lets no Job be created in a namespace. */
import { buildable } from '../builders/buildable.ts';
import type { ApiObject, Kind } from '../harness/kinds.ts';
import type { Site } from '../harness/site.ts';

interface Specified extends ApiObject {
  readonly spec: unknown;
}

function kindOf(kind: string, plural: string): Kind<Specified> {
  return { apiVersion: 'admissionregistration.k8s.io/v1', kind, plural, namespaced: false };
}

const POLICIES = kindOf('ValidatingAdmissionPolicy', 'validatingadmissionpolicies');
const BINDINGS = kindOf('ValidatingAdmissionPolicyBinding', 'validatingadmissionpolicybindings');

/** By a policy where the cluster has policies; goes with the site, takes effect a moment later. */
export async function refuseJobs(site: Site, namespace: string, message: string): Promise<void> {
  const { refuseJobs: refuse } = site.cluster;
  if (refuse !== undefined) {
    refuse(namespace, message);
    return;
  }
  const metadata = { name: `${site.prefix}-no-jobs` };
  const rule = { apiGroups: ['batch'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['jobs'] };
  const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': namespace } };
  await site.define(
    buildable(POLICIES, {
      metadata,
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: { resourceRules: [rule], namespaceSelector },
        validations: [{ expression: 'false', message }],
      },
    }),
  );
  await site.define(
    buildable(BINDINGS, { metadata, spec: { policyName: metadata.name, validationActions: ['Deny'] } }),
  );
}
