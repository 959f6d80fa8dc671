/** A run as a ConfigMap: plain JSON, with the list of workloads compressed. Untrusted: others may edit it. */
import { gunzipSync, gzipSync } from 'node:zlib';
import type { JsonPatch } from '../../domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { runConfigMapName } from '../../domain/kubernetes/own-names.ts';
import {
  MESSAGE_LENGTH,
  type Run,
  RUN_HEADER,
  RUN_WORKLOADS,
  type RunHeader,
  type RunWorkload,
} from '../../domain/run/run.ts';
import { apiVersionOf, parseVersioned } from '../../domain/schema/parse-versioned.ts';
import { MalformedError } from '../../domain/schema/readers.ts';
import { MANAGED_BY } from '../cluster/managed-by.ts';

/** Label of every journal; its value is the run's id. */
export const RUN_LABEL = 'registry-switch.io/run';

const VERSION = 1;
/** Size limit of the decompressed list of workloads, against decompression bombs. */
const MOST_BYTES = 32 * 1024 * 1024;

/** Keys of the ConfigMap: `run.json` in `data`, the workloads in `binaryData`. */
export interface RunContent {
  readonly data: { readonly 'run.json': string };
  readonly binaryData: { readonly 'workloads.gz': string };
}

/** An unreadable journal: never acted on. */
export interface UnreadableRun {
  /** Of the ConfigMap. */
  readonly name: string;
  /** In a sentence. */
  readonly reason: string;
}

/** Data of the ConfigMap: for 5,000 workloads about 60 KiB of the allowed 1 MiB. */
export function runContent({ workloads, ...header }: Run): RunContent {
  const lines = workloads.map(({ name, outcome }) => `${outcome}\t${name}\n`).join('');
  const message = header.message.slice(0, MESSAGE_LENGTH);
  const document = { apiVersion: apiVersionOf(VERSION), kind: 'Run', ...header, message };
  return {
    data: { 'run.json': JSON.stringify(document, undefined, 2) },
    binaryData: { 'workloads.gz': gzipSync(lines).toString('base64') },
  };
}

export function runObject(namespace: string, run: Run): KubernetesObject {
  const labels = { ...MANAGED_BY, [RUN_LABEL]: run.id };
  const metadata = { namespace, name: runConfigMapName(run.id), labels };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, ...runContent(run) };
}

/** Updates the journal of a run. */
export function runPatch(run: Run): JsonPatch {
  const { data, binaryData } = runContent(run);
  return [
    { op: 'add', path: '/data', value: data },
    { op: 'add', path: '/binaryData', value: binaryData },
  ];
}

/** Validates every field. */
export function readRun(object: KubernetesObject): Run | UnreadableRun {
  const { name } = object.metadata;
  try {
    const { data, binaryData } = object as Partial<RunContent>;
    const header = readHeader(data?.['run.json'] ?? '');
    if (name !== runConfigMapName(header.id)) throw new MalformedError('it has the name of another run');
    return { ...header, workloads: readWorkloads(binaryData?.['workloads.gz'] ?? '') };
  } catch (error) {
    if (error instanceof MalformedError) return { name, reason: error.message };
    throw error;
  }
}

export function isReadable(run: Run | UnreadableRun): run is Run {
  return 'id' in run;
}

function readHeader(json: string): RunHeader {
  return parseVersioned(json, { version: VERSION, kind: 'Run', reader: RUN_HEADER });
}

function readWorkloads(packed: string): RunWorkload[] {
  const lines = unpacked(packed).split('\n');
  const values = lines.flatMap((line) => {
    const [outcome, name] = line.split('\t');
    return line === '' ? [] : [{ outcome, name }];
  });
  return RUN_WORKLOADS(values, 'workloads');
}

function unpacked(packed: string): string {
  try {
    return gunzipSync(Buffer.from(packed, 'base64'), { maxOutputLength: MOST_BYTES }).toString();
  } catch {
    throw new MalformedError('its list of workloads cannot be decompressed');
  }
}
