/**
 * Whether a pod was made from the template that its controller has by now: told by the controller's own marks, never by
 * what the pod says, which webhooks and mirrors rewrite.
 */
import { managedFieldsOf } from '../change/field-owners.ts';
import { RECORD_ANNOTATION } from '../change/record.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { valueAt } from '../kubernetes/pod-spec.ts';
import { controllerOf, WORKLOAD_KINDS, workloadKindOf } from '../workload-kinds/workload-kinds.ts';

/** What tells of a controller's template as it is now. */
export type TemplateMarks =
  /** It never was another one. */
  | { readonly type: 'fixed' }
  /** Pods carry a label that names the revision that they were made from. */
  | { readonly type: 'revision'; readonly label: string; readonly is: string }
  /** Only the time of its last change is known: RFC 3339. */
  | { readonly type: 'changed'; readonly at: string };

export interface PodMarks {
  /** Those labels that tell of a template. */
  readonly labels?: Readonly<Record<string, string>>;
  /** RFC 3339. */
  readonly created?: string;
}

const LABELS = new Set(WORKLOAD_KINDS.flatMap(({ revision }) => revision?.label ?? []));

/** Labels that controllers give to the pods that they make. */
export function podMarks({
  metadata: { labels = {}, creationTimestamp: created },
}: KubernetesObject): PodMarks {
  const known = Object.entries(labels).filter(([label]) => LABELS.has(label));
  return {
    ...(known.length === 0 ? {} : { labels: Object.fromEntries(known) }),
    ...(created === undefined ? {} : { created }),
  };
}

/** Of what makes pods itself; `undefined`: nothing tells. */
export function templateMarks(object: KubernetesObject): TemplateMarks | undefined {
  const { replacer, revision } = workloadKindOf(object) ?? {};
  if (replacer === 'nobody') return { type: 'fixed' };
  if (replacer === 'tool') return ofReplicas(object);
  if (revision === undefined) return undefined;
  const is = revision.is(object);
  return typeof is === 'string' && is !== '' ? { type: 'revision', label: revision.label, is } : undefined;
}

/** `undefined`: nobody can tell. */
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
      // Pods of a CloneSet may have the hash alone.
      return own === undefined ? undefined : [template.is, hashOf(template.is)].includes(own);
    }
  }
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

/** The end of the name of a revision. */
function hashOf(revision: string): string {
  return revision.slice(revision.lastIndexOf('-') + 1);
}
