/** Fields of the messages of apps/v1 and batch/v1, as in `message-fields.ts`. */
export const WORKLOAD_FIELDS: Readonly<Record<string, string>> = {
  ControllerRevision: 'metadata data revision',
  CronJob: 'metadata spec status',
  CronJobSpec:
    'schedule *startingDeadlineSeconds concurrencyPolicy *suspend jobTemplate *successfulJobsHistoryLimit *failedJobsHistoryLimit *timeZone',
  CronJobStatus: 'active - - lastScheduleTime lastSuccessfulTime',
  DaemonSet: 'metadata spec status',
  DaemonSetCondition: 'type status lastTransitionTime reason message',
  DaemonSetSpec: 'selector template updateStrategy minReadySeconds - *revisionHistoryLimit',
  DaemonSetStatus:
    'currentNumberScheduled numberMisscheduled desiredNumberScheduled numberReady observedGeneration updatedNumberScheduled numberAvailable numberUnavailable *collisionCount conditions',
  DaemonSetUpdateStrategy: 'type rollingUpdate',
  Deployment: 'metadata spec status',
  DeploymentCondition: 'type status - reason message lastUpdateTime lastTransitionTime',
  DeploymentSpec:
    '*replicas selector template strategy minReadySeconds *revisionHistoryLimit paused - *progressDeadlineSeconds',
  DeploymentStatus:
    'observedGeneration replicas updatedReplicas availableReplicas unavailableReplicas conditions readyReplicas *collisionCount *terminatingReplicas',
  DeploymentStrategy: 'type rollingUpdate',
  Job: 'metadata spec status',
  JobCondition: 'type status lastProbeTime lastTransitionTime reason message',
  JobSpec:
    '*parallelism *completions *activeDeadlineSeconds selector *manualSelector template *backoffLimit *ttlSecondsAfterFinished *completionMode *suspend podFailurePolicy *backoffLimitPerIndex *maxFailedIndexes *podReplacementPolicy *managedBy successPolicy',
  JobStatus:
    'conditions startTime completionTime active succeeded failed completedIndexes uncountedTerminatedPods *ready *failedIndexes *terminating',
  JobTemplateSpec: 'metadata spec',
  PodFailurePolicy: 'rules',
  PodFailurePolicyOnExitCodesRequirement: '*containerName operator values',
  PodFailurePolicyOnPodConditionsPattern: 'type status',
  PodFailurePolicyRule: 'action onExitCodes onPodConditions',
  ReplicaSet: 'metadata spec status',
  ReplicaSetCondition: 'type status lastTransitionTime reason message',
  ReplicaSetSpec: '*replicas selector template minReadySeconds',
  ReplicaSetStatus:
    'replicas fullyLabeledReplicas observedGeneration readyReplicas availableReplicas conditions *terminatingReplicas',
  RollingUpdateDaemonSet: 'maxUnavailable maxSurge',
  RollingUpdateDeployment: 'maxUnavailable maxSurge',
  RollingUpdateStatefulSetStrategy: '*partition maxUnavailable',
  StatefulSet: 'metadata spec status',
  StatefulSetCondition: 'type status lastTransitionTime reason message',
  StatefulSetOrdinals: 'start',
  StatefulSetPersistentVolumeClaimRetentionPolicy: 'whenDeleted whenScaled',
  StatefulSetSpec:
    '*replicas selector template volumeClaimTemplates serviceName podManagementPolicy updateStrategy *revisionHistoryLimit minReadySeconds persistentVolumeClaimRetentionPolicy ordinals',
  StatefulSetStatus:
    'observedGeneration replicas readyReplicas currentReplicas updatedReplicas currentRevision updateRevision - *collisionCount conditions availableReplicas',
  StatefulSetUpdateStrategy: 'type rollingUpdate',
  SuccessPolicy: 'rules',
  SuccessPolicyRule: '*succeededIndexes *succeededCount',
  UncountedTerminatedPods: 'succeeded failed',
};
