/** Environment variables from Secrets, which are not read. */
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { ContainerSpec } from '../kubernetes/pod-spec.ts';
import { podSpecOf } from '../workload-kinds/workload-kind-of.ts';

/**
 * Whether a template takes a variable from a Secret whose name suggests an image or a registry. Whole Secrets
 * (`envFrom`) are too common to warn about.
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
