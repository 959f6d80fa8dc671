/** Pods of the demo: what they run does nothing, and does it for as long as it is told to. */
import type { V1Container, V1PodSpec } from '@kubernetes/client-node';
import type { Plain } from '../../objects/stored.ts';
import { type DemoImage, referenceOf } from '../images/demo-images.ts';

/** An image of the demo, or the reference as it is to stand there. */
export type Image = DemoImage | string;

export interface PodShape {
  /** Image by name of the container. */
  readonly containers: Readonly<Record<string, Image>>;
  /** Image by name of the container; each ends at once. */
  readonly initContainers?: Readonly<Record<string, Image>>;
  readonly pullSecrets?: readonly string[];
  readonly serviceAccount?: string;
  /** The only node that it may run on. */
  readonly node?: string;
  /** Runs once and ends. */
  readonly once?: boolean;
}

const RESOURCES = { requests: { cpu: '10m', memory: '16Mi' } };
const ENDS_AT_ONCE = { command: ['/bin/true'] };

export function podSpec(shape: PodShape): Plain<V1PodSpec> {
  const container = (more: Partial<Plain<V1Container>>) => {
    return ([name, image]: [string, Image]): Plain<V1Container> => ({
      name,
      image: typeof image === 'string' ? image : referenceOf(image),
      resources: RESOURCES,
      ...more,
    });
  };
  const { initContainers, pullSecrets, serviceAccount, node, once = false } = shape;
  return {
    terminationGracePeriodSeconds: 5,
    containers: Object.entries(shape.containers).map(container(once ? ENDS_AT_ONCE : {})),
    ...(initContainers && { initContainers: Object.entries(initContainers).map(container(ENDS_AT_ONCE)) }),
    ...(pullSecrets && { imagePullSecrets: pullSecrets.map((name) => ({ name })) }),
    ...(serviceAccount !== undefined && { serviceAccountName: serviceAccount }),
    ...(node !== undefined && { nodeSelector: { 'kubernetes.io/hostname': node } }),
    ...(once && { restartPolicy: 'Never' }),
  };
}

/** Labels and selector of a workload and its pods. */
export function appLabel(name: string): Record<string, string> {
  return { app: name };
}

export function podTemplate(name: string, shape: PodShape) {
  return { metadata: { labels: appLabel(name) }, spec: podSpec(shape) };
}
