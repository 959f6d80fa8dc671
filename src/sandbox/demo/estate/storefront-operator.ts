/** What an operator does: makes a Deployment of each Storefront, and makes it again as soon as anybody changes it. */
import type { V1DeploymentSpec } from '@kubernetes/client-node';
import { DEPLOYMENTS } from '../../objects/api-resources.ts';
import type { ObjectEvent, Objects } from '../../objects/objects.ts';
import type { Plain, Stored } from '../../objects/stored.ts';
import { STOREFRONTS, type StorefrontSpec } from './storefront.ts';
import { appLabel, podTemplate } from './pod-template.ts';

/** The service account that the pods of a Storefront run as. */
export const STOREFRONT_ACCOUNT = 'storefront';

/** Acts on what it hears of, a little later, as everything does that hears by a watch; returns how to stop. */
export function runStorefrontOperator(objects: Objects): () => void {
  const waiting = new Set<NodeJS.Immediate>();
  const unsubscribe = objects.subscribe((event) => {
    const place = placeOf(event);
    if (place === undefined) return;
    const next = setImmediate(() => {
      waiting.delete(next);
      reconcile(objects, place);
    });
    waiting.add(next);
  });
  return () => {
    unsubscribe();
    for (const next of waiting) clearImmediate(next);
  };
}

interface Place {
  readonly namespace: string;
  readonly name: string;
}

/** The Storefront that an event is about: itself, or its Deployment. */
function placeOf({ resource, object: { metadata, kind } }: ObjectEvent): Place | undefined {
  const { namespace = '', name, ownerReferences = [] } = metadata;
  if (kind === STOREFRONTS.kind && resource.group === STOREFRONTS.group) return { namespace, name };
  const owner = ownerReferences.find((reference) => reference.kind === STOREFRONTS.kind);
  return owner === undefined || resource.plural !== DEPLOYMENTS.plural
    ? undefined
    : { namespace, name: owner.name };
}

/** When the Storefront is gone, the garbage collector takes its Deployment. */
function reconcile(objects: Objects, place: Place): void {
  const storefront = objects.get(STOREFRONTS, place);
  if (storefront === undefined) return;
  const wanted = deploymentOf(storefront);
  const there = objects.get(DEPLOYMENTS, place);
  if (there === undefined) objects.create(DEPLOYMENTS, wanted);
  else if (imageOf(there) !== imageOf(wanted)) {
    objects.update(DEPLOYMENTS, place, (current) => ({ ...current, spec: wanted.spec }));
  }
}

function deploymentOf({ metadata, spec, apiVersion, kind }: Stored<{ readonly spec: StorefrontSpec }>) {
  const { namespace = '', name, uid } = metadata;
  const owner = { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
  const labels = { ...appLabel(name), 'app.kubernetes.io/managed-by': 'storefront-operator' };
  return {
    metadata: { namespace, name, labels, ownerReferences: [owner] },
    spec: {
      replicas: spec.replicas,
      selector: { matchLabels: appLabel(name) },
      template: podTemplate(name, {
        containers: { storefront: spec.image },
        serviceAccount: STOREFRONT_ACCOUNT,
      }),
    },
  };
}

function imageOf({
  spec,
}: {
  readonly spec?: Pick<Plain<V1DeploymentSpec>, 'template'>;
}): string | undefined {
  return spec?.template.spec?.containers[0]?.image;
}
