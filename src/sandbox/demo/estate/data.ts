import { IMAGES, QUEUE_AT_TARGET, referenceOf } from '../images/demo-images.ts';
import { PRIVATE_VENDOR, TARGET } from '../registries/demo-registries.ts';
import type { EstateObject } from './estate-object.ts';
import { namespace, pullSecret, serviceAccount } from './logins.ts';
import type { Image } from './pod-template.ts';
import { deployment, statefulSet } from './workloads.ts';

const DATA = 'data';

/** Its template is right by now, but a StatefulSet does not replace a pod that never became ready. */
export const LEFT_BEHIND = { namespace: DATA, name: 'queue', pod: 'queue-0' } as const;

/** The login is for this namespace's repositories only. */
export function dataPrerequisites(): EstateObject[] {
  return [
    namespace(DATA),
    pullSecret(
      { namespace: DATA, name: 'vendor-login' },
      { [`${PRIVATE_VENDOR.host}/data`]: PRIVATE_VENDOR.login },
    ),
    pullSecret({ namespace: DATA, name: 'acme-login' }, { [TARGET.host]: TARGET.puller }),
    serviceAccount({ namespace: DATA, name: 'database' }, ['vendor-login']),
  ];
}

export function dataWorkloads(): EstateObject[] {
  return [
    statefulSet({
      namespace: DATA,
      name: 'postgres',
      replicas: 2,
      serviceAccount: 'database',
      initContainers: { permissions: IMAGES.tools },
      containers: { postgres: IMAGES.postgres },
    }),
    queue(referenceOf({ ...IMAGES.queue, tag: '3.31' })),
    deployment({ namespace: DATA, name: 'cache', replicas: 2, containers: { cache: IMAGES.cache } }),
  ];
}

/** As somebody has put it right by hand, with the target. */
export function correctedQueue(): EstateObject {
  return queue(QUEUE_AT_TARGET);
}

function queue(image: Image): EstateObject {
  const { namespace: where, name } = LEFT_BEHIND;
  const pullSecrets = ['vendor-login', 'acme-login'];
  return statefulSet({ namespace: where, name, pullSecrets, containers: { queue: image } });
}
