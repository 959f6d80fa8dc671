/** Which field of a message has which number (the `protobuf` tags of the Go types in k8s.io/api). */
export interface MessageField {
  /** In JSON; of a message whose fields are those of the message around it, the name of its type. */
  readonly name: string;
  readonly isInline: boolean;
  /** Empty texts, zeroes and false are sent only when they are meant. */
  readonly isOptional: boolean;
}

/**
 * Of what `kubectl create`, `kubectl auth` and `kubectl drain` send, by Go type, the fields in the order of their numbers,
 * from 1 on: `+Type` is inline, `*name` is a pointer to a scalar, `-` is a number that nothing has.
 */
const TABLE: Readonly<Record<string, string>> = {
  Affinity: 'nodeAffinity podAffinity podAntiAffinity',
  AggregationRule: 'clusterRoleSelectors',
  AppArmorProfile: 'type *localhostProfile',
  BoundObjectReference: 'kind apiVersion name uid',
  Capabilities: 'add drop',
  ClusterRole: 'metadata rules aggregationRule',
  ClusterRoleBinding: 'metadata subjects roleRef',
  ConfigMap: 'metadata data binaryData *immutable',
  ConfigMapEnvSource: '+LocalObjectReference *optional',
  ConfigMapKeySelector: '+LocalObjectReference key *optional',
  ConfigMapProjection: '+LocalObjectReference items - *optional',
  ConfigMapVolumeSource: '+LocalObjectReference items *defaultMode *optional',
  Container:
    'name image command args workingDir ports env resources volumeMounts livenessProbe readinessProbe lifecycle terminationMessagePath imagePullPolicy securityContext stdin stdinOnce tty envFrom terminationMessagePolicy volumeDevices startupProbe resizePolicy *restartPolicy restartPolicyRules',
  ContainerPort: 'name hostPort containerPort protocol hostIP',
  CronJob: 'metadata spec status',
  CronJobSpec:
    'schedule *startingDeadlineSeconds concurrencyPolicy *suspend jobTemplate *successfulJobsHistoryLimit *failedJobsHistoryLimit *timeZone',
  DeleteOptions:
    '*gracePeriodSeconds preconditions *orphanDependents *propagationPolicy dryRun *ignoreStoreReadErrorWithClusterBreakingPotential',
  Deployment: 'metadata spec status',
  DeploymentSpec:
    '*replicas selector template strategy minReadySeconds *revisionHistoryLimit paused - *progressDeadlineSeconds',
  DeploymentStrategy: 'type rollingUpdate',
  DownwardAPIProjection: 'items',
  DownwardAPIVolumeFile: 'path fieldRef resourceFieldRef *mode',
  DownwardAPIVolumeSource: 'items *defaultMode',
  EmptyDirVolumeSource: 'medium sizeLimit',
  EnvFromSource: 'prefix configMapRef secretRef',
  EnvVar: 'name value valueFrom',
  EnvVarSource: 'fieldRef resourceFieldRef configMapKeyRef secretKeyRef fileKeyRef',
  Eviction: 'metadata deleteOptions',
  ExecAction: 'command',
  HTTPGetAction: 'path port host scheme httpHeaders',
  HTTPHeader: 'name value',
  HostPathVolumeSource: 'path *type',
  ImageVolumeSource: 'reference pullPolicy',
  Job: 'metadata spec status',
  JobSpec:
    '*parallelism *completions *activeDeadlineSeconds selector *manualSelector template *backoffLimit *ttlSecondsAfterFinished *completionMode *suspend podFailurePolicy *backoffLimitPerIndex *maxFailedIndexes *podReplacementPolicy *managedBy successPolicy',
  JobTemplateSpec: 'metadata spec',
  KeyToPath: 'key path *mode',
  LabelSelector: 'matchLabels matchExpressions',
  LabelSelectorRequirement: 'key operator values',
  LocalObjectReference: 'name',
  Namespace: 'metadata spec status',
  NamespaceSpec: 'finalizers',
  NodeAffinity:
    'requiredDuringSchedulingIgnoredDuringExecution preferredDuringSchedulingIgnoredDuringExecution',
  NodeSelector: 'nodeSelectorTerms',
  NodeSelectorRequirement: 'key operator values',
  NodeSelectorTerm: 'matchExpressions matchFields',
  NonResourceAttributes: 'path verb',
  ObjectFieldSelector: 'apiVersion fieldPath',
  ObjectMeta:
    'name generateName namespace selfLink uid resourceVersion generation creationTimestamp deletionTimestamp *deletionGracePeriodSeconds labels annotations ownerReferences finalizers - - managedFields',
  ObjectReference: 'kind namespace name uid apiVersion resourceVersion fieldPath',
  OwnerReference: 'kind - name uid apiVersion *controller *blockOwnerDeletion',
  PersistentVolumeClaimVolumeSource: 'claimName readOnly',
  PodDisruptionBudget: 'metadata spec status',
  PodDisruptionBudgetSpec: 'minAvailable selector maxUnavailable *unhealthyPodEvictionPolicy',
  PodFailurePolicy: 'rules',
  PodFailurePolicyOnExitCodesRequirement: '*containerName operator values',
  PodFailurePolicyOnPodConditionsPattern: 'type status',
  PodFailurePolicyRule: 'action onExitCodes onPodConditions',
  PodSecurityContext:
    'seLinuxOptions *runAsUser *runAsNonRoot supplementalGroups *fsGroup *runAsGroup sysctls windowsOptions *fsGroupChangePolicy seccompProfile appArmorProfile *supplementalGroupsPolicy *seLinuxChangePolicy',
  PodSpec:
    'volumes containers restartPolicy *terminationGracePeriodSeconds *activeDeadlineSeconds dnsPolicy nodeSelector serviceAccountName serviceAccount nodeName hostNetwork hostPID hostIPC securityContext imagePullSecrets hostname subdomain affinity schedulerName initContainers *automountServiceAccountToken tolerations hostAliases priorityClassName *priority dnsConfig *shareProcessNamespace readinessGates *runtimeClassName *enableServiceLinks *preemptionPolicy overhead topologySpreadConstraints ephemeralContainers *setHostnameAsFQDN os *hostUsers schedulingGates resourceClaims resources *hostnameOverride - schedulingGroup',
  PodTemplateSpec: 'metadata spec',
  PolicyRule: 'verbs apiGroups resources resourceNames nonResourceURLs',
  Preconditions: 'uid',
  Probe:
    '+ProbeHandler initialDelaySeconds timeoutSeconds periodSeconds successThreshold failureThreshold *terminationGracePeriodSeconds',
  ProbeHandler: 'exec httpGet tcpSocket grpc',
  ProjectedVolumeSource: 'sources *defaultMode',
  ResourceAttributes: 'namespace verb group version resource subresource name fieldSelector labelSelector',
  ResourceFieldSelector: 'containerName resource divisor',
  ResourceQuota: 'metadata spec status',
  ResourceQuotaSpec: 'hard scopes scopeSelector',
  ResourceRequirements: 'limits requests claims',
  Role: 'metadata rules',
  RoleBinding: 'metadata subjects roleRef',
  RoleRef: 'apiGroup kind name',
  RollingUpdateDeployment: 'maxUnavailable maxSurge',
  SeccompProfile: 'type *localhostProfile',
  Secret: 'metadata data type stringData *immutable',
  SecretEnvSource: '+LocalObjectReference *optional',
  SecretKeySelector: '+LocalObjectReference key *optional',
  SecretProjection: '+LocalObjectReference items - *optional',
  SecretVolumeSource: 'secretName items *defaultMode *optional',
  SecurityContext:
    'capabilities *privileged seLinuxOptions *runAsUser *runAsNonRoot *readOnlyRootFilesystem *allowPrivilegeEscalation *runAsGroup *procMount windowsOptions seccompProfile appArmorProfile',
  SelfSubjectAccessReview: 'metadata spec status',
  SelfSubjectAccessReviewSpec: 'resourceAttributes nonResourceAttributes',
  SelfSubjectReview: 'metadata status',
  SelfSubjectRulesReview: 'metadata spec status',
  SelfSubjectRulesReviewSpec: 'namespace',
  Service: 'metadata spec status',
  ServiceAccount: 'metadata secrets imagePullSecrets *automountServiceAccountToken',
  ServiceAccountTokenProjection: 'audience *expirationSeconds path',
  ServicePort: 'name protocol port targetPort nodePort *appProtocol',
  ServiceSpec:
    'ports selector clusterIP type externalIPs - sessionAffinity loadBalancerIP loadBalancerSourceRanges externalName externalTrafficPolicy healthCheckNodePort publishNotReadyAddresses sessionAffinityConfig - - *ipFamilyPolicy clusterIPs ipFamilies *allocateLoadBalancerNodePorts *loadBalancerClass *internalTrafficPolicy *trafficDistribution',
  Subject: 'kind apiGroup name namespace',
  TCPSocketAction: 'port host',
  TokenRequest: 'metadata spec status',
  TokenRequestSpec: 'audiences - boundObjectRef *expirationSeconds',
  Toleration: 'key operator value effect *tolerationSeconds',
  Volume: 'name +VolumeSource',
  VolumeMount: 'name readOnly mountPath subPath *mountPropagation subPathExpr *recursiveReadOnly',
  VolumeProjection: 'secret downwardAPI configMap serviceAccountToken clusterTrustBundle podCertificate',
  VolumeSource:
    'hostPath emptyDir gcePersistentDisk awsElasticBlockStore gitRepo secret nfs iscsi glusterfs persistentVolumeClaim rbd flexVolume cinder cephfs flocker downwardAPI fc azureFile configMap vsphereVolume quobyte azureDisk photonPersistentDisk portworxVolume scaleIO projected storageos csi ephemeral image',
};

const read = new Map<string, readonly MessageField[]>();

/** The fields of a message by their number less one; `undefined` for a type that is not in the table. */
export function messageFields(type: string): readonly MessageField[] | undefined {
  const fields = read.get(type) ?? TABLE[type]?.split(' ').map(fieldOf);
  if (fields !== undefined) read.set(type, fields);
  return fields;
}

function fieldOf(token: string): MessageField {
  return {
    name: token.replace(/^[+*]/, ''),
    isInline: token.startsWith('+'),
    isOptional: token.startsWith('*'),
  };
}
