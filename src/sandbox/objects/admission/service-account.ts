/** Pods run under a service account of their namespace and get its pull Secrets and token (the plugin ServiceAccount). */
import type { V1Container, V1ServiceAccount, V1Volume } from '@kubernetes/client-node';
import { SERVICE_ACCOUNTS } from '../api-resources.ts';
import { generateName } from '../metadata/generate-name.ts';
import { forbidden } from '../refusals.ts';
import type { Pod, PodSpec } from '../pod.ts';
import type { Plain, Stored } from '../stored.ts';
import type { AdmissionRequest } from './admission-request.ts';

type ServiceAccount = Stored<Plain<V1ServiceAccount>>;

const TOKEN_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';
const VOLUME_PREFIX = 'kube-api-access-';

/** Throws ApiFailure 403 when there is no such service account. */
export function withServiceAccount(pod: Pod, request: AdmissionRequest): Pod {
  const spec: PodSpec = pod.spec ?? { containers: [] };
  const serviceAccountName = spec.serviceAccountName ?? 'default';
  const account = accountOf(serviceAccountName, request);
  const named: PodSpec = { ...spec, serviceAccountName, serviceAccount: serviceAccountName };
  return { ...pod, spec: withPullSecrets(withToken(named, account), account) };
}

const NEW_ACCOUNT = { metadata: {} } as ServiceAccount;

function accountOf(name: string, { resource, object, objects }: AdmissionRequest): ServiceAccount {
  const { namespace = '', name: podName } = object.metadata;
  const found = objects.get(SERVICE_ACCOUNTS, { namespace, name });
  if (found !== undefined) return found;
  // The server waits for the account that every namespace is about to get.
  if (name === 'default') return NEW_ACCOUNT;
  const reason = `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`;
  throw forbidden(resource, podName, reason);
}

function withPullSecrets(spec: PodSpec, { imagePullSecrets = [] }: ServiceAccount): PodSpec {
  const hasOwn = (spec.imagePullSecrets ?? []).length > 0;
  if (hasOwn || imagePullSecrets.length === 0) return spec;
  return {
    ...spec,
    imagePullSecrets: imagePullSecrets.map(({ name }) => (name === undefined ? {} : { name })),
  };
}

function withToken(spec: PodSpec, account: ServiceAccount): PodSpec {
  const isWanted = spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true;
  const containers = [...spec.containers, ...(spec.initContainers ?? [])];
  if (!isWanted || containers.every((container) => hasToken(container))) return spec;
  const volumes = spec.volumes ?? [];
  const existing = volumes.find(({ name }) => name.startsWith(VOLUME_PREFIX));
  const name = existing?.name ?? generateName(VOLUME_PREFIX);
  return {
    ...withMounts(spec, name),
    volumes: existing === undefined ? [...volumes, tokenVolume(name)] : volumes,
  };
}

function withMounts(spec: PodSpec, volume: string): PodSpec {
  const mounted = (container: Plain<V1Container>) =>
    hasToken(container) ? container : withMount(container, volume);
  const containers = spec.containers.map(mounted);
  if (spec.initContainers === undefined) return { ...spec, containers };
  return { ...spec, containers, initContainers: spec.initContainers.map(mounted) };
}

function hasToken({ volumeMounts = [] }: Plain<V1Container>): boolean {
  return volumeMounts.some(({ mountPath }) => mountPath === TOKEN_FOLDER);
}

function withMount(container: Plain<V1Container>, name: string): Plain<V1Container> {
  const mount = { name, readOnly: true, mountPath: TOKEN_FOLDER };
  return { ...container, volumeMounts: [...(container.volumeMounts ?? []), mount] };
}

function tokenVolume(name: string): Plain<V1Volume> {
  const namespace = { path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } };
  return {
    name,
    projected: {
      sources: [
        { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        { downwardAPI: { items: [namespace] } },
      ],
      defaultMode: 0o644,
    },
  };
}
