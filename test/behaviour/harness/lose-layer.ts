/** An image whose manifest is there while one of its layers is not: what a registry with a damaged disk serves. */
import { expectFromRegistry, type Registry } from '../../support/registry-http.ts';

interface Manifest {
  readonly layers: readonly { readonly digest: string }[];
}

/** Deletes the uppermost layer of a plain image; other images that share none of it stay whole. */
export async function loseLayer(registry: Registry, repository: string, tag: string): Promise<void> {
  const path = `/v2/${repository}/manifests/${tag}`;
  const headers = { accept: 'application/vnd.oci.image.manifest.v1+json' };
  const answer = await expectFromRegistry(registry, { method: 'GET', path, headers }, [200]);
  const { layers } = JSON.parse(answer.body.toString()) as Manifest;
  const blob = `/v2/${repository}/blobs/${layers.at(-1)?.digest ?? ''}`;
  await expectFromRegistry(registry, { method: 'DELETE', path: blob }, [202]);
}
