/** The image of the copy engine as the product is to run it: by its digest. */
import { manifestDigest } from '../../support/push-image.ts';
import type { ClusterHandle } from './cluster-handle.ts';

export async function pinnedCopier({ copierImage, plain }: ClusterHandle): Promise<string> {
  const [, repository = '', tag = ''] = /^[^/]+\/(.+):([^:]+)$/.exec(copierImage) ?? [];
  const digest = await manifestDigest(plain, repository, tag);
  if (digest === undefined) throw new Error(`there is no ${copierImage}`);
  return `${copierImage}@${digest}`;
}
