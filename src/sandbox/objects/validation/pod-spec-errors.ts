/** Rules for pod specifications, of pods and of templates (`ValidatePodSpec`). */
import type { V1Volume } from '@kubernetes/client-node';
import type { PodSpec } from '../pod.ts';
import type { Plain } from '../stored.ts';
import { containersErrors, nameErrors } from './container-errors.ts';
import { duplicate, invalidValue, notSupported, required, type FieldError } from './field-error.ts';
import { dnsSubdomain } from './names.ts';

const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'];
const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];

export function podSpecErrors(field: string, spec: PodSpec | undefined): FieldError[] {
  const { containers = [], initContainers = [], volumes = [] } = spec ?? {};
  const volumeNames = new Set(volumes.map(({ name }) => name));
  const taken = new Set<string>();
  return [
    ...volumeErrors(`${field}.volumes`, volumes),
    ...(containers.length === 0 ? [required(`${field}.containers`)] : []),
    ...containersErrors(`${field}.containers`, containers, volumeNames, taken),
    ...containersErrors(`${field}.initContainers`, initContainers, volumeNames, taken),
    ...choiceErrors(`${field}.restartPolicy`, spec?.restartPolicy, RESTART_POLICIES),
    ...choiceErrors(`${field}.dnsPolicy`, spec?.dnsPolicy, DNS_POLICIES),
    ...optionalErrors(field, spec),
  ];
}

function choiceErrors(field: string, value: string | undefined, choices: readonly string[]): FieldError[] {
  if (value === undefined) return [required(field)];
  return choices.includes(value) ? [] : [notSupported(field, value, choices)];
}

function optionalErrors(field: string, spec: PodSpec | undefined): FieldError[] {
  const { serviceAccountName, activeDeadlineSeconds } = spec ?? {};
  const inAccount = serviceAccountName === undefined ? [] : dnsSubdomain(serviceAccountName);
  const isTooShort = activeDeadlineSeconds !== undefined && activeDeadlineSeconds < 1;
  const range = 'must be between 1 and 2147483647, inclusive';
  return [
    ...inAccount.map((problem) => invalidValue(`${field}.serviceAccountName`, serviceAccountName, problem)),
    ...(isTooShort ? [invalidValue(`${field}.activeDeadlineSeconds`, activeDeadlineSeconds, range)] : []),
  ];
}

function volumeErrors(field: string, volumes: readonly Plain<V1Volume>[]): FieldError[] {
  const taken = new Set<string>();
  return volumes.flatMap((volume, index) => {
    const path = `${field}[${index}]`;
    const twice = taken.has(volume.name) ? [duplicate(`${path}.name`, volume.name)] : [];
    taken.add(volume.name);
    return [...sourceErrors(path, volume), ...nameErrors(`${path}.name`, volume.name), ...twice];
  });
}

function sourceErrors(path: string, { secret, configMap, hostPath }: Plain<V1Volume>): FieldError[] {
  const sources: readonly [string, object | undefined, string | undefined][] = [
    ['secret.secretName', secret, secret?.secretName],
    ['configMap.name', configMap, configMap?.name],
    ['hostPath.path', hostPath, hostPath?.path],
  ];
  return sources
    .filter(([, source, name = '']) => source !== undefined && name === '')
    .map(([field]) => required(`${path}.${field}`));
}
