/** What the nodes are to have applied: it changes with the registry. */
import { createHash } from 'node:crypto';
import { SECRETS } from '../../objects/api-resources.ts';
import { estateObject, type EstateObject } from '../../demo/estate/estate-object.ts';
import { CHECKSUMS, heritage } from '../estate/places.ts';
import { base64 } from '../base64.ts';

export const NODE_GROUP_NAMES = ['master', 'worker'] as const;

/** `configuration`: all that makes one configuration another. */
export function bashibleChecksums(configuration: string): EstateObject {
  const checksums = NODE_GROUP_NAMES.map((group) => {
    const text = `${group} ${configuration}`;
    return [group, base64(createHash('sha256').update(text).digest('hex'))] as const;
  });
  return estateObject(SECRETS, {
    metadata: { ...CHECKSUMS, labels: heritage('node-manager') },
    data: Object.fromEntries(checksums),
  });
}
