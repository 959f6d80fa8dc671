/** Fields of the messages of meta/v1, as in `message-fields.ts`. */
export const META_FIELDS: Readonly<Record<string, string>> = {
  Condition: 'type status observedGeneration lastTransitionTime reason message',
  DeleteOptions:
    '*gracePeriodSeconds preconditions *orphanDependents *propagationPolicy dryRun *ignoreStoreReadErrorWithClusterBreakingPotential',
  FieldSelectorRequirement: 'key operator values',
  LabelSelector: 'matchLabels matchExpressions',
  LabelSelectorRequirement: 'key operator values',
  ObjectMeta:
    'name generateName namespace selfLink uid resourceVersion generation creationTimestamp deletionTimestamp *deletionGracePeriodSeconds labels annotations ownerReferences finalizers - - managedFields',
  OwnerReference: 'kind - name uid apiVersion *controller *blockOwnerDeletion',
};
