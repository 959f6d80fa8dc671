import type { Digest } from '../../../domain/image/reference.ts';
import { IMAGES, referenceOf } from '../images/demo-images.ts';
import { PRIVATE_VENDOR } from '../registries/demo-registries.ts';
import type { EstateObject } from './estate-object.ts';
import { namespace, pullSecret } from './logins.ts';
import { deployment, pod } from './workloads.ts';

const LEGACY = 'legacy';

/** The pull Secret of a bare pod: the only place where its pull can be granted. */
export const BARE_POD_SECRET = { namespace: LEGACY, name: 'console-login' } as const;

export function legacyPrerequisites(): EstateObject[] {
  return [namespace(LEGACY), pullSecret(BARE_POD_SECRET, { [PRIVATE_VENDOR.host]: PRIVATE_VENDOR.login })];
}

/** `billing`: the digest that its template pins. */
export function legacyWorkloads(billing: Digest): EstateObject[] {
  const pullSecrets = [BARE_POD_SECRET.name];
  return [
    pod({ namespace: LEGACY, name: 'console', pullSecrets, containers: { shell: IMAGES.console } }),
    deployment({
      namespace: LEGACY,
      name: 'billing',
      pullSecrets,
      containers: { billing: `${referenceOf(IMAGES.billing)}@${billing}` },
    }),
    deployment({ namespace: LEGACY, name: 'mailer', containers: { mailer: IMAGES.mailer } }),
  ];
}
