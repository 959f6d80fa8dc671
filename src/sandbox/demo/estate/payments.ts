import { IMAGES, referenceOf } from '../images/demo-images.ts';
import { PRIVATE_VENDOR, TARGET } from '../registries/demo-registries.ts';
import type { EstateObject } from './estate-object.ts';
import { namespace, pullSecret, serviceAccount } from './logins.ts';
import { cronJob, deployment } from './workloads.ts';

const PAYMENTS = 'payments';

/** It was changed to the target ahead of time: its image is not there yet. */
export const TOO_EARLY = { namespace: PAYMENTS, name: 'ledger' } as const;

/** The login of pods at the new home, made by the platform team beforehand. */
export const NEW_LOGIN = { namespace: PAYMENTS, name: 'acme-login' } as const;

export function paymentsPrerequisites(): EstateObject[] {
  return [
    namespace(PAYMENTS),
    pullSecret(
      { namespace: PAYMENTS, name: 'vendor-login' },
      { [PRIVATE_VENDOR.host]: PRIVATE_VENDOR.login },
    ),
    pullSecret(NEW_LOGIN, { [TARGET.host]: TARGET.puller }),
    serviceAccount({ namespace: PAYMENTS, name: 'payments' }, ['vendor-login']),
  ];
}

export function paymentsWorkloads(): EstateObject[] {
  const account = { namespace: PAYMENTS, serviceAccount: 'payments' };
  return [
    deployment({ ...account, name: 'api', replicas: 2, containers: { api: IMAGES.paymentApi } }),
    deployment({
      ...TOO_EARLY,
      pullSecrets: [NEW_LOGIN.name],
      containers: { ledger: referenceOf({ ...IMAGES.ledger, host: TARGET.host }) },
    }),
    cronJob({
      ...account,
      name: 'close-ledger',
      schedule: '30 4 1 1 *',
      initContainers: { wait: IMAGES.tools },
      containers: { close: IMAGES.ledger },
    }),
  ];
}
