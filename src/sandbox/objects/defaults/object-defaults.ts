/** Defaults of the kinds other than pods (`SetDefaults_*` of the API groups, pkg/apis/.../v1/defaults.go). */
import { isRecord, listOf, recordOf, type JsonRecord } from '../json/json-record.ts';
import { changeField, fillIn, withField } from './fill-in.ts';
import { JOB_DEFAULTS } from './job-defaults.ts';
import { serviceSpec } from './service-defaults.ts';
import { templateLabels } from './template-labels.ts';

export const OBJECT_DEFAULTS: Readonly<Record<string, (value: JsonRecord) => JsonRecord>> = {
  ...JOB_DEFAULTS,
  ReplicationController: (controller) => {
    const labels = templateLabels(controller);
    if (labels === undefined) return controller;
    const labelled = changeField(controller, 'metadata', (metadata) => fillIn(metadata, { labels }));
    return changeField(labelled, 'spec', (spec) => fillIn(spec, { selector: labels }));
  },
  ReplicationControllerSpec: (spec) => fillIn(spec, { replicas: 1 }),
  ReplicaSetSpec: (spec) => fillIn(spec, { replicas: 1 }),
  DeploymentSpec: (spec) =>
    fillIn(withField(spec, 'strategy', rollingUpdate(spec.strategy, QUARTERS)), {
      replicas: 1,
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
    }),
  DaemonSetSpec: (spec) => {
    const strategy = rollingUpdate(spec.updateStrategy, { maxUnavailable: 1, maxSurge: 0 });
    return fillIn(withField(spec, 'updateStrategy', strategy), { revisionHistoryLimit: 10 });
  },
  StatefulSetSpec: statefulSetSpec,
  HorizontalPodAutoscalerSpec: (spec) => fillIn(spec, { minReplicas: 1 }),
  Event: (event) =>
    fillIn(event, {
      source: {},
      firstTimestamp: null,
      lastTimestamp: null,
      eventTime: null,
      reportingComponent: '',
      reportingInstance: '',
    }),
  Secret: secret,
  ServiceSpec: serviceSpec,
  ServicePort: (port) => fillIn(port, { protocol: 'TCP', targetPort: port.port }),
  EndpointPort: (port) => fillIn(port, { protocol: 'TCP' }),
  Namespace: namespace,
  NamespaceStatus: (status) => fillIn(status, { phase: 'Active' }),
  NodeStatus: (status) =>
    status.capacity === undefined ? status : fillIn(status, { allocatable: status.capacity }),
  CustomResourceDefinitionSpec: customResourceDefinitionSpec,
};

const QUARTERS = { maxUnavailable: '25%', maxSurge: '25%' };

/** Anything else than a rolling update has no more to say. */
function rollingUpdate(strategy: unknown, defaults: JsonRecord): JsonRecord {
  const typed = fillIn(recordOf(strategy), { type: 'RollingUpdate' });
  if (typed.type !== 'RollingUpdate') return typed;
  return withField(typed, 'rollingUpdate', fillIn(recordOf(typed.rollingUpdate), defaults));
}

const PARTITION = { partition: 0 };
const RETENTION = { whenDeleted: 'Retain', whenScaled: 'Retain' };

function statefulSetSpec(spec: JsonRecord): JsonRecord {
  const given = recordOf(spec.updateStrategy);
  const isBare = given.type !== undefined && given.rollingUpdate === undefined;
  const updateStrategy = isBare ? given : rollingUpdate(given, PARTITION);
  const retention = fillIn(recordOf(spec.persistentVolumeClaimRetentionPolicy), RETENTION);
  const whole = withField(withField(spec, 'updateStrategy', updateStrategy), RETENTION_FIELD, retention);
  return fillIn(whole, { podManagementPolicy: 'OrderedReady', replicas: 1, revisionHistoryLimit: 10 });
}

const RETENTION_FIELD = 'persistentVolumeClaimRetentionPolicy';

/** `stringData` is for writing only. */
function secret(value: JsonRecord): JsonRecord {
  const typed = fillIn(value, { type: 'Opaque' });
  const { stringData } = typed;
  if (!isRecord(stringData)) return typed;
  const data = new Map(Object.entries(recordOf(typed.data)));
  for (const [key, text] of Object.entries(stringData)) {
    data.set(key, Buffer.from(String(text)).toString('base64'));
  }
  return withField(withField(typed, 'stringData', undefined), 'data', Object.fromEntries(data));
}

const NAME_LABEL = 'kubernetes.io/metadata.name';

function namespace(value: JsonRecord): JsonRecord {
  return changeField(value, 'metadata', (metadata) => {
    const { name } = metadata;
    if (name === undefined) return metadata;
    const labels = recordOf(metadata.labels);
    return labels[NAME_LABEL] === name
      ? metadata
      : { ...metadata, labels: { ...labels, [NAME_LABEL]: name } };
  });
}

function customResourceDefinitionSpec(spec: JsonRecord): JsonRecord {
  const named = changeField(spec, 'names', (names) => {
    const kind = String(names.kind);
    return fillIn(names, { singular: kind.toLowerCase(), listKind: `${kind}List` });
  });
  const versions = listOf(named.versions);
  return fillIn(named, { conversion: { strategy: 'None' }, versions });
}
