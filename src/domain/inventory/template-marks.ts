/**
 * Whether a pod was created from the current template of its controller, by the labels that the controller sets,
 * never by the pod's images, which webhooks and mirrors rewrite.
 */
import { managedFieldsOf } from '../change/field-owners.ts';
import { RECORD_ANNOTATION } from '../change/record.ts';
import { controllerOf, type KubernetesObject } from '../kubernetes/object.ts';
import { valueAt } from '../kubernetes/pod-spec.ts';
import { WORKLOAD_KINDS } from '../workload-kinds/workload-kinds.ts';
import { workloadKindOf } from '../workload-kinds/workload-kind-of.ts';

/** How to recognize pods of a controller's current template. */
export type TemplateMarks =
  /** The template has never changed. */
  | { readonly type: 'fixed' }
  /** Pods carry a label that names the revision that they were made from. */
  | { readonly type: 'revision'; readonly label: string; readonly is: string }
  /** Only the time of its last change is known: RFC 3339. */
  | { readonly type: 'changed'; readonly at: string };

export interface PodMarks {
  /** Labels that identify a template. */
  readonly labels?: Readonly<Record<string, string>>;
  /** RFC 3339. */
  readonly created?: string;
}

const LABELS = new Set(WORKLOAD_KINDS.flatMap(({ revision }) => revision?.label ?? []));

/** Labels that controllers set on their pods. */
export function podMarks({
  metadata: { labels = {}, creationTimestamp: created },
}: KubernetesObject): PodMarks {
  const known = Object.entries(labels).filter(([label]) => LABELS.has(label));
  return {
    ...(known.length === 0 ? {} : { labels: Object.fromEntries(known) }),
    ...(created === undefined ? {} : { created }),
  };
}

/** For controllers that create pods directly; `undefined`: unknown. */
export function templateMarks(object: KubernetesObject): TemplateMarks | undefined {
  const { podReplacement, revision } = workloadKindOf(object) ?? {};
  if (podReplacement === 'none') return { type: 'fixed' };
  if (podReplacement === 'tool') return ofReplicas(object);
  if (revision === undefined) return undefined;
  const is = revision.is(object);
  return typeof is === 'string' && is !== '' ? { type: 'revision', label: revision.label, is } : undefined;
}

/** `undefined`: unknown. */
export function isMadeFrom(template: TemplateMarks | undefined, pod: PodMarks): boolean | undefined {
  switch (template?.type) {
    case undefined:
      return undefined;
    case 'fixed':
      return true;
    case 'changed':
      return pod.created !== undefined && pod.created > template.at ? true : undefined;
    case 'revision': {
      const own = pod.labels?.[template.label];
      // Pods of a CloneSet may have only the hash.
      return own === undefined ? undefined : [template.is, hashOf(template.is)].includes(own);
    }
  }
}

/** For controllers without revisions; the template of an owned one never changes. */
function ofReplicas(object: KubernetesObject): TemplateMarks | undefined {
  if (controllerOf(object) !== undefined || object.metadata.generation === 1) return { type: 'fixed' };
  // Our changes are not visible in field owners, which were restored.
  if (object.metadata.annotations?.[RECORD_ANNOTATION] !== undefined) return undefined;
  const template = ['f:spec', 'f:template'];
  const times = managedFieldsOf(object).flatMap(({ fieldsV1, time }) =>
    valueAt(fieldsV1, template) === undefined ? [] : (time ?? '9999'),
  );
  const at = times.sort().at(-1);
  return at === undefined ? undefined : { type: 'changed', at };
}

/** The suffix of a revision's name. */
function hashOf(revision: string): string {
  return revision.slice(revision.lastIndexOf('-') + 1);
}
