/** Writes journals as anybody may who may write ConfigMaps in the tool's namespace. */
import { gzipSync } from 'node:zlib';
import type { KubernetesObject } from '../../../src/domain/kubernetes/object.ts';
import { type Run, signOffOf } from '../../../src/domain/run/run.ts';
import { isReadable, readRun, runObject } from '../../../src/workflow/journals/run-object.ts';
import { aMove, aRun } from '../../support/builders/run.ts';
import { buildable, type Buildable } from '../builders/buildable.ts';
import { CONFIG_MAPS } from '../harness/kinds.ts';
import type { Site } from '../harness/site.ts';

/** A run to the site's target, as it was begun and interrupted: a little of everything is set. */
export function interruptedRun(site: Site, id: string): Run {
  const { source, target } = site.cluster;
  const run = aRun({
    id,
    state: 'interrupted',
    message: 'interrupted',
    server: 'https://kube.example',
    move: aMove({
      from: [source.host],
      to: target.host,
      'push-to': target.host,
      'max-depth': undefined,
      rules: [{ from: `${source.host}/${site.prefix}/a`, to: `${target.host}/${site.prefix}/b` }],
      namespace: [site.namespaces],
      'exclude-namespace': ['kube-system'],
      selector: 'app=nothing',
      'image-path': [],
      'wave-order': [site.in('shop')],
    }),
    workloads: [{ name: `Deployment ${site.in('shop')}/web`, outcome: 'planned' }],
  });
  return { ...run, signedOff: signOffOf(run) };
}

export interface HostileJournal {
  readonly id: string;
  /** What was changed, for messages. */
  readonly what: string;
  /** What `run.json` says. */
  readonly json: string;
  /** The list of workloads, packed as base64; default: as it was. */
  readonly packed?: string;
}

export function asConfigMap(site: Site, run: Run, { id, json, packed }: HostileJournal): Buildable {
  const object = runObject(site.copyNamespace, { ...run, id });
  const { metadata, binaryData } = object as KubernetesObject & {
    readonly binaryData: Readonly<Record<string, string>>;
  };
  const labels = { ...metadata.labels };
  return buildable(CONFIG_MAPS, {
    metadata: { namespace: site.copyNamespace, name: metadata.name, labels },
    data: { 'run.json': json },
    binaryData: packed === undefined ? binaryData : { 'workloads.gz': packed },
  });
}

export function headerOf(run: Run): unknown {
  const { data } = runObject('x', run) as KubernetesObject & {
    readonly data: Readonly<Record<string, string>>;
  };
  return JSON.parse(data['run.json'] ?? '');
}

export function isRead({ object }: Buildable): boolean {
  const { metadata } = object;
  return isReadable(
    readRun({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      ...object,
      metadata: { name: '', ...metadata },
    }),
  );
}

export function packedWorkloads(text: string): string {
  return gzipSync(text).toString('base64');
}
