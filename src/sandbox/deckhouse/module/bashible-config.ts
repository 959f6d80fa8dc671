/** How the nodes are to reach registries: the Secret `registry-bashible-config`, and what that makes bashible do. */
import { createHash } from 'node:crypto';
import { parse, stringify } from 'yaml';
import { NODES, SECRETS } from '../../objects/api-resources.ts';
import { bashibleChecksums } from '../bashible/bashible-checksums.ts';
import { REGISTRY_VERSION } from '../bashible/node-step.ts';
import { decodedData } from '../decoded-data.ts';
import { heritage, SYSTEM } from '../estate/places.ts';
import { base64 } from '../base64.ts';
import { applyObject } from '../kube/apply-object.ts';
import type { KubeClient } from '../kube/kube-client.ts';

export const BASHIBLE_CONFIG = { namespace: SYSTEM, name: 'registry-bashible-config' };

/** Repositories whose mirrors the nodes are to know. */
export async function writeBashibleConfig(
  kube: KubeClient,
  { mode, imagesBase, repositories }: { mode: string; imagesBase: string; repositories: readonly string[] },
): Promise<string> {
  const hosts = Object.fromEntries(
    repositories.map((repository) => [
      repository.split('/')[0],
      { mirrors: [{ host: repository.split('/')[0] }] },
    ]),
  ) as object;
  const content = { mode, imagesBase, proxyEndpoints: [], hosts };
  const version = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  await applyObject(kube, {
    resource: SECRETS,
    object: {
      metadata: {
        ...BASHIBLE_CONFIG,
        labels: heritage('registry'),
        annotations: { 'helm.sh/resource-policy': 'keep' },
      },
      data: { config: base64(stringify({ ...content, version })) },
    },
  });
  await applyObject(kube, bashibleChecksums(version));
  return version;
}

/** `undefined`: it never was one. */
export async function bashibleVersion(kube: KubeClient): Promise<string | undefined> {
  const secret = await kube.get(SECRETS, BASHIBLE_CONFIG);
  if (secret === undefined) return undefined;
  return (parse(decodedData(secret.data).config ?? '') as { readonly version: string }).version;
}

/** Which nodes have not applied the present one; `undefined`: all have. */
export async function nodesMessage(kube: KubeClient): Promise<string | undefined> {
  const version = (await bashibleVersion(kube)) ?? '';
  const nodes = (await kube.list(NODES)).map(({ metadata: { name, annotations = {} } }) => ({
    name,
    applied: annotations[REGISTRY_VERSION] ?? '',
  }));
  const late = nodes.filter(({ applied }) => applied !== version);
  if (late.length === 0) return undefined;
  const lines = late.map(
    ({ name, applied }) => `- ${name}: "${shortened(applied)}" → "${shortened(version)}"`,
  );
  return [`${nodes.length - late.length}/${nodes.length} node(s) ready. Waiting:`, ...lines].join('\n');
}

function shortened(version: string): string {
  return version.length > 15 ? `${version.slice(0, 15)}…` : version;
}
