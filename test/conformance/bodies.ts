/** Objects that the steps send: as small as the API lets them be. */

/** A pod that no scheduler takes: it stays as the API server made it. */
export const GATED_POD_SPEC = {
  schedulingGates: [{ name: 'conformance.example/stay' }],
  containers: [{ name: 'app', image: 'registry.example/app:1' }],
};

export const POD_SPEC = { containers: [{ name: 'app', image: 'registry.example/app:1' }] };

export const TEMPLATE = { metadata: { labels: { app: 'web' } }, spec: POD_SPEC };

const SELECTOR = { matchLabels: { app: 'web' } };

export function configMap(name: string, data: object = { key: 'value' }, labels?: object) {
  return { metadata: { name, ...(labels === undefined ? {} : { labels }) }, data };
}

export function gatedPod(name: string, labels: object = { app: 'web' }) {
  return { metadata: { name, labels }, spec: GATED_POD_SPEC };
}

/** `changes` are fields of the specification. */
export function deployment(name: string, changes: object = {}) {
  return { metadata: { name }, spec: { replicas: 0, selector: SELECTOR, template: TEMPLATE, ...changes } };
}

export function statefulSet(name: string, changes: object = {}) {
  return {
    metadata: { name },
    spec: { replicas: 0, serviceName: name, selector: SELECTOR, template: TEMPLATE, ...changes },
  };
}

export function replicaSet(name: string) {
  return { metadata: { name }, spec: { replicas: 0, selector: SELECTOR, template: TEMPLATE } };
}

export function replicationController(name: string) {
  return { metadata: { name }, spec: { replicas: 0, template: TEMPLATE } };
}

export function daemonSet(name: string) {
  const nowhere = { ...POD_SPEC, nodeSelector: { nowhere: 'true' } };
  return { metadata: { name }, spec: { selector: SELECTOR, template: { ...TEMPLATE, spec: nowhere } } };
}

export function job(name: string, changes: object = {}) {
  const template = { spec: { ...POD_SPEC, restartPolicy: 'Never' } };
  return { metadata: { name }, spec: { suspend: true, template, ...changes } };
}

export function cronJob(name: string, changes: object = {}) {
  const jobTemplate = { spec: { template: { spec: { ...POD_SPEC, restartPolicy: 'OnFailure' } } } };
  return { metadata: { name }, spec: { suspend: true, schedule: '*/5 * * * *', jobTemplate, ...changes } };
}

/** A Deployment whose specification the controller has seen. */
export function isSettled(body: unknown): boolean {
  const { metadata, status } = body as {
    readonly metadata?: { readonly generation?: number; readonly annotations?: object };
    readonly status?: { readonly observedGeneration?: number; readonly conditions?: readonly unknown[] };
  };
  return (
    metadata?.generation === status?.observedGeneration &&
    metadata?.annotations !== undefined &&
    status?.conditions?.length === 2
  );
}
