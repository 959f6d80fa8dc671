import { changeField, fillIn } from '../defaults/fill-in.ts';
import { templateLabels } from '../defaults/template-labels.ts';
import { recordOf, type JsonRecord } from '../json/json-record.ts';

const CONTROLLER_UID = 'batch.kubernetes.io/controller-uid';

/** Gives a Job the selector of its own pods and their labels, unless it brings a selector. */
export function withJobSelector(job: JsonRecord): JsonRecord {
  const { name, uid } = recordOf(job.metadata);
  const labels = {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
  };
  const selecting = changeField(job, 'spec', (spec) => {
    if (spec.manualSelector === true) return spec;
    const { selector, template } = spec;
    const matchLabels = fillIn(recordOf(recordOf(selector).matchLabels), { [CONTROLLER_UID]: uid });
    return {
      ...spec,
      selector: { ...recordOf(selector), matchLabels },
      template: withLabels(recordOf(template), labels),
    };
  });
  return withTemplateLabels(selecting);
}

/** A Job without labels has those of its pods. */
function withTemplateLabels(job: JsonRecord): JsonRecord {
  const labels = templateLabels(job);
  return labels === undefined
    ? job
    : changeField(job, 'metadata', (metadata) => fillIn(metadata, { labels }));
}

function withLabels(template: JsonRecord, labels: JsonRecord): JsonRecord {
  const metadata = recordOf(template.metadata);
  return { ...template, metadata: { ...metadata, labels: fillIn(recordOf(metadata.labels), labels) } };
}
