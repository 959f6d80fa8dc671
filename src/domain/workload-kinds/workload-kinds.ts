/**
 * The kinds with a pod template, one row each: names, template path, pod replacement and rollout status. Lists,
 * permissions and names are derived from the rows: to add a kind, add a row.
 */
import {
  argoRolloutImpact,
  cloneSetImpact,
  daemonSetImpact,
  deploymentConfigImpact,
  deploymentImpact,
  type ImpactRule,
  replacedByHand,
  restartedInPlace,
  startsNoPods,
  statefulSetImpact,
} from './rollout-impacts.ts';
import { argoRolloutStatus, cloneSetStatus, deploymentConfigStatus } from './status-of-others.ts';
import {
  cronJobStatus,
  daemonSetStatus,
  deploymentStatus,
  isObserved,
  onceObserved,
  patched,
  readyStatus,
  statefulSetStatus,
  type StatusRule,
} from './status-rules.ts';
import type { KubernetesObject, OwnerReference } from '../kubernetes/object.ts';
import { valueAt } from '../kubernetes/pod-spec.ts';
import * as resources from '../kubernetes/resource.ts';
import type { Resource } from '../kubernetes/resource.ts';

export interface WorkloadKind {
  readonly resource: Resource;
  /** As in `kubectl api-resources`. */
  readonly shortNames: readonly string[];
  /** Segments of the path to the pod specification. */
  readonly podSpec: readonly string[];
  /**
   * Who replaces its pods when its template changes. `in-place`: a pod itself is changed; `none`: its template is
   * immutable.
   */
  readonly podReplacement: 'controller' | 'tool' | 'in-place' | 'none';
  /** Its controller waits for stuck pods forever: the tool deletes them. */
  readonly waitsForStuckPods?: true;
  /** It runs a pod on each node. */
  readonly perNode?: true;
  /** The intermediate kind of its pods, which follows it. */
  readonly through?: Resource;
  /** Desired number of pods. */
  readonly pods: (object: KubernetesObject) => number;
  /** The labels of all its pods; `undefined`: its pods cannot be found by labels. */
  readonly podLabels: (object: KubernetesObject) => Labels | undefined;
  /** The pod label that identifies the template, and its value for the current template. */
  readonly revision?: {
    readonly label: string;
    readonly is: (object: KubernetesObject) => unknown;
  };
  readonly status: StatusRule;
  readonly impact: ImpactRule;
  /** Another object whose template it uses. */
  readonly templateOf?: (object: KubernetesObject) => TemplateOwner | undefined;
  /** The observed generation of that object; absent: not reported. */
  readonly observedTemplate?: (object: KubernetesObject) => unknown;
  /** Container name to who keeps setting its image, in words. */
  readonly imagesSetBy?: (object: KubernetesObject) => ReadonlyMap<string, string>;
}

export type TemplateOwner = Pick<OwnerReference, 'apiVersion' | 'kind' | 'name'>;

const IN_TEMPLATE = ['spec', 'template', 'spec'];

/** A row with defaults: the controller replaces the pods. */
function kind(
  resource: Resource,
  shortNames: readonly string[],
  row: Partial<WorkloadKind> & Pick<WorkloadKind, 'impact' | 'status'>,
): WorkloadKind {
  return {
    ...{ resource, shortNames, podSpec: IN_TEMPLATE, podReplacement: 'controller', pods: replicas },
    podLabels: selectedLabels,
    ...row,
  };
}

/** A status field, once the controller has observed the current generation. */
function inStatus(field: string): (object: KubernetesObject) => unknown {
  return (object) => (isObserved(object) ? valueAt(object, ['status', field]) : undefined);
}

export type Labels = Readonly<Record<string, unknown>>;

export function selectedLabels(object: KubernetesObject): Labels {
  return (valueAt(object, ['spec', 'selector', 'matchLabels']) ?? {}) as Labels;
}

function plainLabels(object: KubernetesObject): Labels {
  return (valueAt(object, ['spec', 'selector']) ?? {}) as Labels;
}

/** The triggers of a DeploymentConfig that put the images of image streams into its template. */
function imageTriggers(object: KubernetesObject): ReadonlyMap<string, string> {
  const triggers = valueAt(object, ['spec', 'triggers']);
  const set = (Array.isArray(triggers) ? (triggers as readonly unknown[]) : []).flatMap((trigger) => {
    const names = valueAt(trigger, ['imageChangeParams', 'containerNames']);
    if (valueAt(trigger, ['type']) !== 'ImageChange' || !Array.isArray(names)) return [];
    const what = ['kind', 'name'].flatMap((field) => {
      const text = valueAt(trigger, ['imageChangeParams', 'from', field]);
      return typeof text === 'string' ? [text] : [];
    });
    return names.map((name: unknown) => [String(name), `its trigger for ${what.join(' ')}`] as const);
  });
  return new Map(set);
}

/** Incomplete references are ignored: Argo Rollouts rejects them. */
function referredTemplate(object: KubernetesObject): TemplateOwner | undefined {
  const [apiVersion, kindOf, name] = ['apiVersion', 'kind', 'name'].map((field) =>
    valueAt(object, ['spec', 'workloadRef', field]),
  );
  const isWhole = typeof apiVersion === 'string' && typeof kindOf === 'string' && typeof name === 'string';
  return isWhole ? { apiVersion, kind: kindOf, name } : undefined;
}

function replicas(object: KubernetesObject): number {
  return Number(valueAt(object, ['spec', 'replicas']) ?? 1);
}

/** In the order in which roles list them. */
export const WORKLOAD_KINDS: readonly WorkloadKind[] = [
  kind(resources.DEPLOYMENTS, ['deploy'], {
    through: resources.REPLICA_SETS,
    status: onceObserved(deploymentStatus),
    impact: deploymentImpact,
  }),
  kind(resources.STATEFUL_SETS, ['sts'], {
    waitsForStuckPods: true,
    revision: { label: 'controller-revision-hash', is: inStatus('updateRevision') },
    status: onceObserved(statefulSetStatus),
    impact: statefulSetImpact,
  }),
  kind(resources.DAEMON_SETS, ['ds'], {
    perNode: true,
    pods: (object) => Number(valueAt(object, ['status', 'desiredNumberScheduled']) ?? 0),
    revision: {
      label: 'pod-template-generation',
      is: ({ metadata }) => metadata.annotations?.['deprecated.daemonset.template.generation'],
    },
    status: onceObserved(daemonSetStatus),
    impact: daemonSetImpact,
  }),
  kind(resources.REPLICA_SETS, ['rs'], {
    podReplacement: 'tool',
    status: onceObserved(readyStatus),
    impact: replacedByHand,
  }),
  kind(resources.CRON_JOBS, ['cj'], {
    podSpec: ['spec', 'jobTemplate', ...IN_TEMPLATE],
    through: resources.JOBS,
    pods: () => 0,
    podLabels: () => undefined,
    status: cronJobStatus,
    impact: startsNoPods,
  }),
  kind(resources.REPLICATION_CONTROLLERS, ['rc'], {
    podReplacement: 'tool',
    podLabels: plainLabels,
    status: onceObserved(readyStatus),
    impact: replacedByHand,
  }),
  kind(resources.PODS, ['po'], {
    podReplacement: 'in-place',
    podSpec: ['spec'],
    pods: () => 1,
    status: patched,
    impact: restartedInPlace,
  }),
  kind(resources.JOBS, [], {
    podReplacement: 'none',
    pods: () => 0,
    podLabels: () => undefined,
    status: patched,
    impact: startsNoPods,
  }),
  // https://argo-rollouts.readthedocs.io/en/stable/features/specification/
  kind(resources.namespaced('argoproj.io', 'Rollout', 'rollouts', 'v1alpha1'), ['ro'], {
    through: resources.REPLICA_SETS,
    revision: { label: 'rollouts-pod-template-hash', is: inStatus('currentPodHash') },
    status: onceObserved(argoRolloutStatus),
    impact: argoRolloutImpact,
    templateOf: referredTemplate,
    observedTemplate: (object) => valueAt(object, ['status', 'workloadObservedGeneration']),
  }),
  // https://openkruise.io/docs/user-manuals/cloneset
  kind(resources.namespaced('apps.kruise.io', 'CloneSet', 'clonesets', 'v1alpha1'), ['clone'], {
    revision: { label: 'controller-revision-hash', is: inStatus('updateRevision') },
    status: onceObserved(cloneSetStatus),
    impact: cloneSetImpact,
  }),
  // https://docs.openshift.com/container-platform/4.16/rest_api/workloads_apis/deploymentconfig-apps-openshift-io-v1.html
  kind(resources.namespaced('apps.openshift.io', 'DeploymentConfig', 'deploymentconfigs'), ['dc'], {
    through: resources.REPLICATION_CONTROLLERS,
    podLabels: plainLabels,
    revision: {
      label: 'deployment',
      is: (object) => `${object.metadata.name}-${String(inStatus('latestVersion')(object))}`,
    },
    status: deploymentConfigStatus,
    impact: deploymentConfigImpact,
    imagesSetBy: imageTriggers,
  }),
];

/** Kinds with a template. */
export const TEMPLATED = WORKLOAD_KINDS.filter(({ podReplacement }) => podReplacement !== 'in-place');

/** What a move patches. */
export const PATCHED = WORKLOAD_KINDS.filter(({ podReplacement }) => podReplacement !== 'none');
