/** Rules for the built-in kinds, beyond those for every object. */
import type { Stored } from '../stored.ts';
import { configMapErrors, secretErrors } from './data-errors.ts';
import { definitionErrors } from './definition-errors.ts';
import type { FieldError } from './field-error.ts';
import { cronJobErrors, jobErrors } from './job-errors.ts';
import { podErrors } from './pod-errors.ts';
import {
  controllerErrors,
  deploymentErrors,
  replicationControllerErrors,
  statefulSetErrors,
} from './workload-errors.ts';

/** What is wrong with an object; `previous`: as it is, when it is changed. */
export type Rule = (object: Stored, previous?: Stored) => readonly FieldError[];

export const KIND_RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['ConfigMap', configMapErrors],
  ['CronJob', cronJobErrors],
  ['CustomResourceDefinition', definitionErrors],
  ['DaemonSet', controllerErrors('daemonset')],
  ['Deployment', deploymentErrors],
  ['Job', jobErrors],
  ['Pod', podErrors],
  ['ReplicaSet', controllerErrors('deployment')],
  ['ReplicationController', replicationControllerErrors],
  ['Secret', secretErrors],
  ['StatefulSet', statefulSetErrors],
]);
