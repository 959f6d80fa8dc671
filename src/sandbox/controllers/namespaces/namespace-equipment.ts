/** Gives every namespace what the control plane puts into it, and puts it back (k8s `serviceaccount`, `rootcacertpublisher`). */
import type { ObjectName } from '../../objects/stored.ts';
import { CONFIG_MAPS, NAMESPACES, SERVICE_ACCOUNTS } from '../../objects/api-resources.ts';
import type { ObjectEvent } from '../../objects/objects.ts';
import type { Controller, Surroundings } from '../controller.ts';

const SERVICE_ACCOUNT = 'default';
const ROOT_CA = 'kube-root-ca.crt';
const ROOT_CA_NOTE =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

/** `clusterCa`: PEM. */
export function namespaceEquipment({ objects }: Surroundings, clusterCa: string): Controller {
  return {
    name: 'service-account-controller',
    concerned: equipped,
    reconcile: ({ name: namespace }) => {
      const found = objects.get(NAMESPACES, { name: namespace });
      if (found === undefined || found.metadata.deletionTimestamp !== undefined) return;
      if (objects.get(SERVICE_ACCOUNTS, { namespace, name: SERVICE_ACCOUNT }) === undefined) {
        objects.create(SERVICE_ACCOUNTS, { metadata: { namespace, name: SERVICE_ACCOUNT } });
      }
      const data = { 'ca.crt': clusterCa };
      const rootCa = { namespace, name: ROOT_CA };
      if (objects.get(CONFIG_MAPS, rootCa) === undefined) {
        const annotations = { 'kubernetes.io/description': ROOT_CA_NOTE };
        objects.create(CONFIG_MAPS, { metadata: { ...rootCa, annotations }, data });
      } else objects.update(CONFIG_MAPS, rootCa, (current) => ({ ...current, data }));
    },
  };
}

/** The namespace itself, or that of an equipment that somebody changed. */
function equipped({ type, resource, object }: ObjectEvent): ObjectName[] {
  const { namespace, name } = object.metadata;
  if (resource === NAMESPACES) return [{ name }];
  const taken = resource === SERVICE_ACCOUNTS && type === 'DELETED' && name === SERVICE_ACCOUNT;
  const changed = resource === CONFIG_MAPS && type !== 'ADDED' && name === ROOT_CA;
  return namespace !== undefined && (taken || changed) ? [{ name: namespace }] : [];
}
