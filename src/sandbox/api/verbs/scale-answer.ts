import { ApiFailure } from '../../objects/api-failure.ts';
import { applyJsonPatch, PatchFailure, type JsonPatchStep } from '../../objects/patches/json-patch.ts';
import { applyMergePatch } from '../../objects/patches/merge-patch.ts';
import { isRecord, recordOf, type JsonRecord } from '../../objects/json/json-record.ts';
import type { Stored } from '../../objects/stored.ts';
import { readBody } from '../content/read-body.ts';
import { type ApiAnswer, jsonAnswer } from '../http/api-answer.ts';
import { nameIn, objectIn, type ResourceCall } from '../resource-call.ts';
import { labelsText, selectorText } from '../table/common-columns.ts';
import { readPatch } from './patch-answer.ts';
import { writeParameters } from './write-parameters.ts';

type Scaled = Stored<{ readonly spec?: unknown; readonly status?: unknown }>;

/** Reads or changes how many replicas there are to be (autoscaling/v1 `Scale`). */
export function scaleAnswer(call: ResourceCall): ApiAnswer {
  const object = objectIn(call) as Scaled;
  if (call.info.verb === 'get') return jsonAnswer(200, scaleOf(object));
  const { replicas, resourceVersion } = wanted(call, scaleOf(object));
  const scaled = call.objects.update(
    call.resource,
    nameIn(call),
    (current) => {
      const { spec, metadata } = current as Scaled;
      const guarded = typeof resourceVersion === 'string' ? { ...metadata, resourceVersion } : metadata;
      return { ...current, metadata: guarded, spec: { ...recordOf(spec), replicas } };
    },
    writeParameters(call.request),
  );
  return jsonAnswer(200, scaleOf(scaled));
}

function scaleOf({ metadata, spec, status }: Scaled): JsonRecord {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  const { replicas = 0, selector } = recordOf(spec);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    // Go leaves out zeroes.
    spec: replicas === 0 ? {} : { replicas },
    status: { replicas: recordOf(status).replicas ?? 0, selector: selectorOf(recordOf(selector)) },
  };
}

/** Of a ReplicationController the labels themselves, of others a label selector. */
function selectorOf(selector: JsonRecord): string {
  const isLabelSelector = isRecord(selector.matchLabels) || Array.isArray(selector.matchExpressions);
  return isLabelSelector ? selectorText(selector) : labelsText(selector as Readonly<Record<string, string>>);
}

interface Wanted {
  readonly replicas: number;
  readonly resourceVersion: unknown;
}

function wanted(call: ResourceCall, current: JsonRecord): Wanted {
  const next = recordOf(call.info.verb === 'patch' ? patched(call, current) : readBody(call.request).value);
  const { replicas = 0 } = recordOf(next.spec);
  if (typeof replicas === 'number' && Number.isInteger(replicas) && replicas >= 0)
    return { replicas, resourceVersion: recordOf(next.metadata).resourceVersion };
  const { name = '' } = call.info;
  const message = `Invalid value: ${JSON.stringify(replicas)}: must be greater than or equal to 0`;
  throw new ApiFailure(422, 'Invalid', `Scale.autoscaling "${name}" is invalid: spec.replicas: ${message}`, {
    name,
    group: 'autoscaling',
    kind: 'Scale',
    causes: [{ reason: 'FieldValueInvalid', message, field: 'spec.replicas' }],
  });
}

function patched({ request }: ResourceCall, current: JsonRecord): unknown {
  const { type, body } = readPatch(request);
  // Strategic merge is a plain one here: a Scale has no lists.
  if (type !== 'json-patch+json') return applyMergePatch(current, body.value);
  try {
    return applyJsonPatch<unknown>(current, body.value as readonly JsonPatchStep[]);
  } catch (error) {
    if (!(error instanceof PatchFailure)) throw error;
    throw new ApiFailure(
      422,
      'Invalid',
      'the server rejected our request due to an error in our request',
      {},
    );
  }
}
