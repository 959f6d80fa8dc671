/** Resolves the custom resources given by the user on the server. */
import pMap from 'p-map';
import { UsageError } from '../../domain/errors.ts';
import type { CustomImages } from '../../domain/inventory/custom-images.ts';
import { isBuiltIn } from '../../domain/kubernetes/built-in-group.ts';
import type { Resource } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';

export interface ResolvedCustomImages extends CustomImages {
  readonly resource: Resource;
}

/** Throws UsageError for a resource that the server does not serve or that is built-in. */
export async function resolveCustomImages(
  cluster: Cluster,
  customImages: readonly CustomImages[],
  signal: AbortSignal,
): Promise<ResolvedCustomImages[]> {
  return pMap(customImages, async (images) => {
    const resource = await cluster.findResource(images.resourceName, signal);
    if (resource === undefined) {
      throw new UsageError(
        `the server doesn't have a resource type "${images.resourceName}" (--image-path)`,
        {
          nextStep:
            'Use plural.group as shown by `kubectl api-resources`, e.g. prometheuses.monitoring.coreos.com.',
        },
      );
    }
    if (isBuiltIn(resource)) {
      throw new UsageError(`"${images.resourceName}" is not a custom resource (--image-path)`, {
        nextStep: 'Leave it out: images of built-in resources are found without it.',
      });
    }
    return { ...images, resource };
  });
}
