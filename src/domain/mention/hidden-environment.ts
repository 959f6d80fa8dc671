/** Environment that stands in Secrets, which are not read for it. */
import type { KubernetesObject } from '../kubernetes/object.ts';
import { type ContainerSpec, podSpecOf } from '../kubernetes/pod-spec.ts';

/**
 * Whether a template takes environment from a Secret that might name images: a whole Secret, of which nobody knows the
 * names, or a variable that is called so. Passwords are the rule, and nothing is to be told of them.
 */
export function hidesEnvironment(object: KubernetesObject, kind: string): boolean {
  const spec = podSpecOf(object, kind);
  return [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].some(isHidden);
}

function isHidden({ env = [], envFrom = [] }: ContainerSpec): boolean {
  return (
    envFrom.some(({ secretRef }) => secretRef !== undefined) ||
    env.some(({ name, valueFrom }) => {
      const secret = valueFrom?.secretKeyRef;
      return secret !== undefined && [name, secret.key ?? ''].some(mayNameImages);
    })
  );
}

const IMAGES = /image|registr|repositor|(?:^|[_.-])repo(?:$|[_.-])/i;
const LOGINS = /pass|user|token|auth|secret|cred|login|cert|(?:^|[_.-])key$/i;

function mayNameImages(name: string): boolean {
  return IMAGES.test(name) && !LOGINS.test(name);
}
