/**
 * Whether a pod was made from the template that its controller has by now: told by the controller's own marks, never by
 * what the pod says, which webhooks and mirrors rewrite.
 */
import { managedFieldsOf } from '../change/field-owners.ts';
import { RECORD_ANNOTATION } from '../change/record.ts';
import { builtInKind } from '../kubernetes/built-in-kind.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { valueAt } from '../kubernetes/pod-spec.ts';
import { controllerOf } from './manager.ts';

/** What tells of a controller's template as it is now. */
export type TemplateMarks =
  /** It never was another one. */
  | { readonly type: 'fixed' }
  /** Pods carry the name of the revision, or the number of the generation, that they were made from. */
  | { readonly type: 'revision' | 'generation'; readonly is: string }
  /** Only the time of its last change is known: RFC 3339. */
  | { readonly type: 'changed'; readonly at: string };

export interface PodMarks {
  readonly revision?: string;
  readonly generation?: string;
  /** RFC 3339. */
  readonly created?: string;
}

const GENERATION_ANNOTATION = 'deprecated.daemonset.template.generation';

/** Labels that StatefulSets and DaemonSets give to their pods: `apps/v1` `ControllerRevisionHashLabelKey` and the like. */
export function podMarks({
  metadata: { labels = {}, creationTimestamp: created },
}: KubernetesObject): PodMarks {
  const { 'controller-revision-hash': revision, 'pod-template-generation': generation } = labels;
  return {
    ...(revision === undefined ? {} : { revision }),
    ...(generation === undefined ? {} : { generation }),
    ...(created === undefined ? {} : { created }),
  };
}

/** Of what makes pods itself; `undefined`: nothing tells. */
export function templateMarks(object: KubernetesObject): TemplateMarks | undefined {
  const kind = builtInKind(object);
  if (kind === 'Job') return { type: 'fixed' };
  if (kind === 'StatefulSet')
    return isObserved(object) ? mark('revision', updateRevision(object)) : undefined;
  if (kind === 'DaemonSet') return mark('generation', object.metadata.annotations?.[GENERATION_ANNOTATION]);
  if (kind === 'ReplicaSet' || kind === 'ReplicationController') return ofReplicas(object);
  return undefined;
}

/** `undefined`: nobody can tell. */
export function isMadeFrom(template: TemplateMarks | undefined, pod: PodMarks): boolean | undefined {
  if (template?.type === 'fixed') return true;
  if (template?.type === 'changed') {
    return pod.created !== undefined && pod.created > template.at ? true : undefined;
  }
  const own = template === undefined ? undefined : pod[template.type];
  return own === undefined ? undefined : own === template?.is;
}

/** Whether the controller has seen the object as it is. */
export function isObserved(object: KubernetesObject): boolean {
  return Number(valueAt(object, ['status', 'observedGeneration']) ?? 0) >= (object.metadata.generation ?? 0);
}

function updateRevision(object: KubernetesObject): string | undefined {
  const revision = valueAt(object, ['status', 'updateRevision']);
  return typeof revision === 'string' ? revision : undefined;
}

function mark(type: 'revision' | 'generation', is: string | undefined): TemplateMarks | undefined {
  return is === undefined || is === '' ? undefined : { type, is };
}

/** These keep no revisions; the template of one that is controlled itself never changes. */
function ofReplicas(object: KubernetesObject): TemplateMarks | undefined {
  if (controllerOf(object) !== undefined || object.metadata.generation === 1) return { type: 'fixed' };
  // Of a change of ours the owners of fields do not tell: they have them back.
  if (object.metadata.annotations?.[RECORD_ANNOTATION] !== undefined) return undefined;
  const template = ['f:spec', 'f:template'];
  const times = managedFieldsOf(object).flatMap(({ fieldsV1, time }) =>
    valueAt(fieldsV1, template) === undefined ? [] : (time ?? '9999'),
  );
  const at = times.sort().at(-1);
  return at === undefined ? undefined : { type: 'changed', at };
}
