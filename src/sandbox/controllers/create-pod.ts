/** Pods from templates, and the events that tell of them (k8s `controller.RealPodControl`). */
import { ApiFailure } from '../objects/api-failure.ts';
import { PODS } from '../objects/api-resources.ts';
import type { Draft } from '../objects/objects.ts';
import type { Stored } from '../objects/stored.ts';
import type { Surroundings } from './controller.ts';
import type { Pod, PodTemplate } from './kinds.ts';
import { controllerReference } from './owner-reference.ts';

export interface DesiredPod {
  readonly owner: Stored;
  readonly template: PodTemplate | undefined;
  /** Default: the name of the owner and a suffix that the API chooses. */
  readonly name?: string;
  readonly generateName?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  /** Who tells the event. */
  readonly component: string;
}

/** Tells the owner of the success or the failure, and throws the ApiFailure when the pod is refused. */
export function createPod({ objects, record }: Surroundings, wish: DesiredPod): Pod {
  const { owner, component } = wish;
  try {
    const pod = objects.create(PODS, podDraft(wish));
    const message =
      owner.kind === 'StatefulSet'
        ? `create Pod ${pod.metadata.name} in StatefulSet ${owner.metadata.name} successful`
        : `Created pod: ${pod.metadata.name}`;
    record({ about: owner, type: 'Normal', reason: 'SuccessfulCreate', message, component });
    return pod;
  } catch (error) {
    if (error instanceof ApiFailure && !inEndingNamespace(error)) {
      const message = failureMessage(wish, error);
      record({ about: owner, type: 'Warning', reason: 'FailedCreate', message, component });
    }
    throw error;
  }
}

function failureMessage({ owner, name }: DesiredPod, { message }: ApiFailure): string {
  return owner.kind === 'StatefulSet'
    ? `create Pod ${name ?? ''} in StatefulSet ${owner.metadata.name} failed error: ${message}`
    : `Error creating: ${message}`;
}

/** Nothing is to be told of that any more. */
function inEndingNamespace({ details }: ApiFailure): boolean {
  return details?.causes?.some(({ reason }) => reason === 'NamespaceTerminating') === true;
}

function podDraft(wish: DesiredPod): Draft {
  const { owner, template, name, generateName = `${owner.metadata.name}-` } = wish;
  return {
    metadata: {
      ...(name === undefined ? { generateName } : { name }),
      namespace: owner.metadata.namespace,
      ...presentOnly({
        labels: { ...template?.metadata?.labels, ...wish.labels },
        annotations: { ...template?.metadata?.annotations, ...wish.annotations },
        finalizers: wish.finalizers ?? [],
      }),
      ownerReferences: [controllerReference(owner)],
    },
    spec: template?.spec ?? {},
    status: { phase: 'Pending' },
  };
}

/** Without what is empty, as the API keeps metadata. */
function presentOnly(fields: Readonly<Record<string, object>>): Record<string, object> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => Object.keys(value).length > 0));
}
