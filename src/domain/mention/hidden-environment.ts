/** Environment that stands in Secrets, which are not read for it. */
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { ContainerSpec } from '../kubernetes/pod-spec.ts';
import { podSpecOf } from '../workload-kinds/workload-kinds.ts';

/**
 * Whether a template takes a variable from a Secret that is called an image or a registry. Whole Secrets (`envFrom`) are
 * everywhere, for passwords: to tell of each would hide what matters.
 */
export function hidesEnvironment(object: KubernetesObject): boolean {
  const spec = podSpecOf(object);
  return [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].some(isHidden);
}

function isHidden({ env = [] }: ContainerSpec): boolean {
  return env.some(({ name, valueFrom }) => {
    const secret = valueFrom?.secretKeyRef;
    return secret !== undefined && [name, secret.key ?? ''].some(mayNameImages);
  });
}

const IMAGES = /image|registr|repositor|(?:^|[_.-])repo(?:$|[_.-])/i;
const LOGINS = /pass|user|token|auth|secret|cred|login|cert|(?:^|[_.-])key$/i;

function mayNameImages(name: string): boolean {
  return IMAGES.test(name) && !LOGINS.test(name);
}
