/** Defaults of pods and all that is in them (`SetDefaults_*` of k8s.io/kubernetes/pkg/apis/core/v1). */
import { isRecord, recordOf, type JsonRecord } from '../json/json-record.ts';
import { changeField, fillIn, withField } from './fill-in.ts';
import { pullPolicyOf } from './pull-policy.ts';

const MODE = { defaultMode: 0o644 };

const PROBE = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };

export const POD_DEFAULTS: Readonly<Record<string, (value: JsonRecord) => JsonRecord>> = {
  Pod: (pod) => changeField(pod, 'spec', ownPodSpec),
  PodTemplateSpec: (template) => fillIn(template, { metadata: {} }),
  JobTemplateSpec: (template) => fillIn(template, { metadata: {} }),
  PodSpec: (spec) =>
    withServiceAccount(
      fillIn(spec, {
        restartPolicy: 'Always',
        terminationGracePeriodSeconds: 30,
        dnsPolicy: 'ClusterFirst',
        securityContext: {},
        schedulerName: 'default-scheduler',
      }),
    ),
  Container: container,
  EphemeralContainer: container,
  ContainerPort: (port) => fillIn(port, { protocol: 'TCP' }),
  Probe: (probe) => fillIn(probe, PROBE),
  HTTPGetAction: (action) => fillIn(action, { path: '/', scheme: 'HTTP' }),
  GRPCAction: (action) => fillIn(action, { service: '' }),
  ObjectFieldSelector: (selector) => fillIn(selector, { apiVersion: 'v1' }),
  Volume: (volume) =>
    Object.keys(volume).some((key) => key !== 'name') ? volume : { ...volume, emptyDir: {} },
  ImageVolumeSource: (image) => fillIn(image, { pullPolicy: pullPolicyOf(image.reference) }),
  SecretVolumeSource: (source) => fillIn(source, MODE),
  ConfigMapVolumeSource: (source) => fillIn(source, MODE),
  DownwardAPIVolumeSource: (source) => fillIn(source, MODE),
  ProjectedVolumeSource: (source) => fillIn(source, MODE),
  ServiceAccountTokenProjection: (token) => fillIn(token, { expirationSeconds: 3600 }),
  HostPathVolumeSource: (source) => fillIn(source, { type: '' }),
};

function container(value: JsonRecord): JsonRecord {
  return fillIn(value, {
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: pullPolicyOf(value.image),
  });
}

/** The older name of the field goes along with the newer one, which wins. */
function withServiceAccount(spec: JsonRecord): JsonRecord {
  const name = spec.serviceAccountName ?? spec.serviceAccount;
  return withField(withField(spec, 'serviceAccountName', name), 'serviceAccount', name);
}

/** What pods have that pod templates do not get. */
function ownPodSpec(spec: JsonRecord): JsonRecord {
  const withRequests = ['containers', 'initContainers'].reduce((result, field) => {
    const containers = result[field];
    return Array.isArray(containers) ? withField(result, field, requestsOf(containers)) : result;
  }, spec);
  return fillIn(withRequests, { enableServiceLinks: true });
}

function requestsOf(containers: readonly unknown[]): readonly unknown[] {
  const changed = containers.map((one) =>
    isRecord(one) ? changeField(one, 'resources', requestLimits) : one,
  );
  return changed.some((one, index) => one !== containers[index]) ? changed : containers;
}

function requestLimits(resources: JsonRecord): JsonRecord {
  if (!isRecord(resources.limits)) return resources;
  return withField(resources, 'requests', fillIn(recordOf(resources.requests), resources.limits));
}
