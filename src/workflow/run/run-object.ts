/** A run as a ConfigMap: readable by people, its long list of workloads compressed. */
import { gunzipSync, gzipSync } from 'node:zlib';
import type { JsonPatch } from '../../domain/kubernetes/json-patch.ts';
import type { KubernetesObject } from '../../domain/kubernetes/object.ts';
import { runConfigMapName } from '../../domain/kubernetes/own-names.ts';
import type { Run, RunWorkload } from '../../domain/run/run.ts';
import { MANAGED_BY } from '../cluster/managed-by.ts';

/** Label of every journal; its value is the run's id. */
export const RUN_LABEL = 'registry-switch.io/run';

/** Keys of the ConfigMap: `run.json` in `data`, the workloads in `binaryData`. */
export interface RunContent {
  readonly data: { readonly 'run.json': string };
  readonly binaryData: { readonly 'workloads.gz': string };
}

/** What the ConfigMap of a run holds: for 5,000 workloads some 60 KiB of the 1 MiB that it may. */
export function runContent({ workloads, ...header }: Run): RunContent {
  const lines = workloads.map(({ name, outcome }) => `${outcome}\t${name}\n`).join('');
  return {
    data: { 'run.json': JSON.stringify(header, undefined, 2) },
    binaryData: { 'workloads.gz': gzipSync(lines).toString('base64') },
  };
}

export function runObject(namespace: string, run: Run): KubernetesObject {
  const labels = { ...MANAGED_BY, [RUN_LABEL]: run.id };
  const metadata = { namespace, name: runConfigMapName(run.id), labels };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, ...runContent(run) };
}

/** Makes a journal say what a run is now. */
export function runPatch(run: Run): JsonPatch {
  const { data, binaryData } = runContent(run);
  return [
    { op: 'add', path: '/data', value: data },
    { op: 'add', path: '/binaryData', value: binaryData },
  ];
}

/** `undefined` for what is no readable journal. */
export function runOf(object: KubernetesObject): Run | undefined {
  const { data, binaryData } = object as Partial<RunContent>;
  try {
    const header = JSON.parse(data?.['run.json'] ?? '') as Omit<Run, 'workloads'>;
    const packed = Buffer.from(binaryData?.['workloads.gz'] ?? '', 'base64');
    return { ...header, workloads: parseWorkloads(gunzipSync(packed).toString()) };
  } catch {
    return undefined;
  }
}

function parseWorkloads(lines: string): RunWorkload[] {
  return lines.split('\n').flatMap((line) => {
    const [outcome, name] = line.split('\t');
    return outcome === undefined || name === undefined ? [] : [{ outcome, name }];
  });
}
