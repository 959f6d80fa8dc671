/** Carries out what a step of a DaemonSet decided. */
import type { ApiFailure } from '../../objects/api-failure.ts';
import type { Surroundings } from '../controller.ts';
import { createPod } from '../create-pod.ts';
import { deletePod } from '../delete-pod.ts';
import type { Pod } from '../kinds.ts';
import { slowStart } from '../slow-start.ts';
import { templateFor } from './daemon-pod.ts';
import { COMPONENT, HASH_LABEL, type DaemonState } from './daemon-state.ts';

export interface Moves {
  /** Names of the nodes that get a pod. */
  readonly create: readonly string[];
  readonly remove: readonly Pod[];
}

const GENERATION = 'deprecated.daemonset.template.generation';

/** Returns why pods were refused. */
export function carryOut(
  surroundings: Surroundings,
  { set: owner, hash }: DaemonState,
  { create, remove }: Moves,
): ApiFailure | undefined {
  const generation = owner.metadata.annotations?.[GENERATION];
  const labels = {
    [HASH_LABEL]: hash,
    ...(generation === undefined ? {} : { 'pod-template-generation': generation }),
  };
  const failure = slowStart(create.length, (index) => {
    const template = templateFor(owner.spec?.template, create[index] ?? '');
    createPod(surroundings, { owner, template, labels, component: COMPONENT });
  });
  for (const pod of remove) deletePod(surroundings, pod, { owner, component: COMPONENT });
  return failure;
}
