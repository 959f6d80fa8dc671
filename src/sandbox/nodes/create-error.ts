import { valueAt } from '../objects/json/value-at.ts';
import type { Pod } from '../objects/pod.ts';
import type { ImageConfig } from './images/content-store.ts';
import { podInMessage, type Container } from './pod.ts';

/** Why a container may not be created for the user that it would run as (pkg/kubelet/kuberuntime/security_context.go). */
export function runAsNonRootFault(
  pod: Pod,
  container: Container,
  { User: user = '' }: ImageConfig,
): string | undefined {
  const context = (field: string): unknown =>
    valueAt(container, ['securityContext', field]) ?? valueAt(pod.spec, ['securityContext', field]);
  if (context('runAsNonRoot') !== true) return undefined;
  const where = `(pod: "${podInMessage(pod)}", container: ${container.name})`;
  const uid = context('runAsUser');
  if (uid === 0) return `container's runAsUser breaks non-root policy ${where}`;
  if (typeof uid === 'number') return undefined;
  const [name = ''] = user.split(':');
  if (name === '' || name === '0') return `container has runAsNonRoot and image will run as root ${where}`;
  if (/^\d+$/.test(name)) return undefined;
  return `container has runAsNonRoot and image has non-numeric user (${name}), cannot verify user is non-root ${where}`;
}
