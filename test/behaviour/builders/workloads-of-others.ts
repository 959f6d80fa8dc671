/** Kinds of other groups with a pod template: what is needed of their definitions, and objects of them. */
import type { ApiObject, Kind } from '../harness/kinds.ts';
import { buildable, type Buildable, type Place } from './buildable.ts';
import { definitionOf } from './custom-resource.ts';

export interface TemplatedWorkload extends ApiObject {
  readonly spec: {
    readonly replicas?: number;
    readonly selector?: object;
    readonly triggers?: readonly object[];
    readonly workloadRef?: object;
    readonly template?: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> };
      readonly spec: {
        readonly containers: readonly { readonly name: string; readonly image: string }[];
        readonly imagePullSecrets?: readonly { readonly name: string }[];
      };
    };
  };
  readonly status?: object;
}

export type TemplatedKind = Kind<TemplatedWorkload>;

function templated(apiVersion: string, kind: string, plural: string): TemplatedKind {
  return { apiVersion, kind, plural, namespaced: true };
}

export const ROLLOUTS = templated('argoproj.io/v1alpha1', 'Rollout', 'rollouts');
export const CLONE_SETS = templated('apps.kruise.io/v1alpha1', 'CloneSet', 'clonesets');
export const DEPLOYMENT_CONFIGS = templated('apps.openshift.io/v1', 'DeploymentConfig', 'deploymentconfigs');

/** Whatever the fields: their controllers are not there. */
export function templatedDefinition(kind: TemplatedKind): Buildable {
  const openAPIV3Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  return definitionOf(kind, { schema: { openAPIV3Schema }, subresources: { status: {} } });
}

export function templatedWorkload(
  kind: TemplatedKind,
  { namespace, name, image, spec }: Place & { readonly image: string; readonly spec?: object },
): Buildable {
  const labels = { app: name };
  return buildable(kind, {
    metadata: { namespace, name },
    spec: {
      replicas: 1,
      selector: kind === DEPLOYMENT_CONFIGS ? labels : { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'app', image }], imagePullSecrets: [{ name: 'login' }] },
      },
      ...spec,
    },
  });
}

/** A Rollout whose template stands in a Deployment. */
export function referringRollout({ namespace, name }: Place, owner: string): Buildable {
  const workloadRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: owner };
  return buildable(ROLLOUTS, { metadata: { namespace, name }, spec: { replicas: 1, workloadRef } });
}
