/** Rules for the workloads that keep pods running (k8s.io/kubernetes/pkg/apis/apps/validation). */
import type {
  V1DeploymentSpec,
  V1DeploymentStrategy,
  V1PodTemplateSpec,
  V1ReplicationControllerSpec,
  V1StatefulSetSpec,
} from '@kubernetes/client-node';
import { isDeepStrictEqual } from 'node:util';
import type { Plain, Stored } from '../stored.ts';
import { forbiddenField, immutable, invalidValue, type FieldError } from './field-error.ts';
import { lastingErrors, mismatchErrors, selectorErrors, templateErrors } from './template-errors.ts';

/** What Deployments, ReplicaSets, DaemonSets and StatefulSets have in common. */
type Spec = Partial<Pick<Plain<V1DeploymentSpec>, 'selector' | 'template' | 'replicas' | 'minReadySeconds'>>;

const TEMPLATE = 'spec.template';

export function deploymentErrors(object: Stored, previous?: Stored): FieldError[] {
  const { strategy } = specOf<Plain<V1DeploymentSpec>>(object);
  return [...strategyErrors(strategy), ...controllerErrors('deployment')(object, previous)];
}

const ROLLING = 'spec.strategy.rollingUpdate';

function strategyErrors({ type, rollingUpdate }: Plain<V1DeploymentStrategy> = {}): FieldError[] {
  if (type === 'Recreate' && rollingUpdate !== undefined) {
    return [forbiddenField(ROLLING, "may not be specified when strategy `type` is 'Recreate'")];
  }
  const { maxSurge, maxUnavailable } = rollingUpdate ?? {};
  const stands = isZero(maxSurge) && isZero(maxUnavailable);
  const problem = 'may not be 0 when `maxSurge` is 0';
  return stands ? [invalidValue(`${ROLLING}.maxUnavailable`, maxUnavailable, problem)] : [];
}

/** A number or a percentage. */
function isZero(amount: string | number | undefined): boolean {
  return amount !== undefined && Number.parseInt(amount.toString(), 10) === 0;
}

/** `word`: as messages about the selector name the kind. */
export function controllerErrors(word: string): (object: Stored, previous?: Stored) => FieldError[] {
  return (object, previous) => {
    const spec = specOf<Spec>(object);
    const errors = [
      ...countErrors(spec),
      ...selectorErrors(spec, word),
      ...templateErrors(TEMPLATE, spec.template),
      ...lastingErrors(TEMPLATE, spec.template, object.kind),
    ];
    return previous === undefined ? errors : [...errors, ...selectorChange(spec, specOf<Spec>(previous))];
  };
}

function selectorChange({ selector }: Spec, before: Spec): FieldError[] {
  return isDeepStrictEqual(selector, before.selector) ? [] : [immutable('spec.selector', selector)];
}

function countErrors({ replicas = 0, minReadySeconds = 0 }: Spec): FieldError[] {
  return Object.entries({ replicas, minReadySeconds })
    .filter(([, value]) => value < 0)
    .map(([name, value]) => invalidValue(`spec.${name}`, value, 'must be greater than or equal to 0'));
}

const STATEFUL_CHANGEABLE = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];

export function statefulSetErrors(object: Stored, previous?: Stored): FieldError[] {
  const spec = specOf<Plain<V1StatefulSetSpec>>(object);
  const errors = [
    ...countErrors(spec),
    ...policyErrors(spec),
    ...selectorErrors(spec, 'statefulset'),
    ...templateErrors(TEMPLATE, spec.template),
    ...lastingErrors(TEMPLATE, spec.template, 'StatefulSet'),
  ];
  if (previous === undefined || isDeepStrictEqual(fixed(spec), fixed(specOf(previous)))) return errors;
  const quoted = STATEFUL_CHANGEABLE.map((name) => `'${name}'`);
  const listed = `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1) ?? ''}`;
  const problem = `updates to statefulset spec for fields other than ${listed} are forbidden`;
  return [...errors, forbiddenField('spec', problem)];
}

function policyErrors({ podManagementPolicy = '' }: Partial<Plain<V1StatefulSetSpec>>): FieldError[] {
  if (['OrderedReady', 'Parallel'].includes(podManagementPolicy)) return [];
  const problem = "must be 'OrderedReady' or 'Parallel'";
  return [invalidValue('spec.podManagementPolicy', podManagementPolicy, problem)];
}

function fixed(spec: object): object {
  return Object.fromEntries(Object.entries(spec).filter(([name]) => !STATEFUL_CHANGEABLE.includes(name)));
}

export function replicationControllerErrors(object: Stored): FieldError[] {
  const spec = specOf<Plain<V1ReplicationControllerSpec>>(object);
  const { selector: matchLabels = {}, template } = spec;
  const typed: Plain<V1PodTemplateSpec> | undefined = template;
  const isEmpty = Object.keys(matchLabels).length === 0;
  return [
    ...countErrors(spec),
    ...(isEmpty ? [{ reason: 'FieldValueRequired', field: 'spec.selector' } as const] : []),
    ...mismatchErrors({ selector: { matchLabels }, template: typed }),
    ...templateErrors(TEMPLATE, typed),
    ...lastingErrors(TEMPLATE, typed, 'ReplicationController'),
  ];
}

function specOf<Type extends object>(object: Stored): Partial<Type> {
  return (object as { readonly spec?: Partial<Type> }).spec ?? {};
}
