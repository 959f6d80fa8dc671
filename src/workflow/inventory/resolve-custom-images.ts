/** Finds the custom resources that the user named on the server. */
import pMap from 'p-map';
import { UsageError } from '../../domain/errors.ts';
import type { CustomImages } from '../../domain/inventory/custom-images.ts';
import { isBuiltIn } from '../../domain/kubernetes/built-in-group.ts';
import type { Resource } from '../../domain/kubernetes/resource.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';

export interface ResolvedCustomImages extends CustomImages {
  readonly resource: Resource;
}

/** Throws UsageError for a resource that the server does not have, or has by itself. */
export async function resolveCustomImages(
  cluster: Cluster,
  customImages: readonly CustomImages[],
  signal: AbortSignal,
): Promise<ResolvedCustomImages[]> {
  return pMap(customImages, async (images) => {
    const resource = await cluster.findResource(images.resourceName, signal);
    if (resource === undefined) {
      throw new UsageError(`the server has no resource "${images.resourceName}" (--image-path)`, {
        nextStep:
          'See the names with `kubectl api-resources`: plural.group, e.g. prometheuses.monitoring.coreos.com.',
      });
    }
    if (isBuiltIn(resource)) {
      throw new UsageError(`"${images.resourceName}" is no custom resource (--image-path)`, {
        nextStep: 'Leave it out: the images of what Kubernetes has by itself are found without it.',
      });
    }
    return { ...images, resource };
  });
}
