/** Rules for containers (`validateContainerCommon`). */
import type { V1Container, V1EnvVar, V1VolumeMount } from '@kubernetes/client-node';
import type { Plain } from '../stored.ts';
import {
  duplicate,
  invalidValue,
  notSupported,
  required,
  valueNotFound,
  type FieldError,
} from './field-error.ts';
import { dnsLabel } from './names.ts';
import { resourceErrors } from './resource-errors.ts';

type Container = Plain<V1Container>;

const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];

/** `field`: path of the list; `taken`: names that others have, to which those of these are added. */
export function containersErrors(
  field: string,
  containers: readonly Container[],
  volumes: ReadonlySet<string>,
  taken: Set<string>,
): FieldError[] {
  return containers.flatMap((container, index) => {
    const path = `${field}[${index}]`;
    const twice = taken.has(container.name) ? [duplicate(`${path}.name`, container.name)] : [];
    taken.add(container.name);
    return [...containerErrors(path, container, volumes), ...twice];
  });
}

function containerErrors(path: string, container: Container, volumes: ReadonlySet<string>): FieldError[] {
  const { name, image = '', env = [], volumeMounts = [], imagePullPolicy = '' } = container;
  return [
    ...nameErrors(`${path}.name`, name),
    ...(image === '' ? [required(`${path}.image`)] : []),
    ...portErrors(`${path}.ports`, container.ports ?? []),
    ...env.flatMap((variable, index) => envErrors(`${path}.env[${index}]`, variable)),
    ...mountsErrors(`${path}.volumeMounts`, volumeMounts, volumes),
    ...(PULL_POLICIES.includes(imagePullPolicy)
      ? []
      : [notSupported(`${path}.imagePullPolicy`, imagePullPolicy, PULL_POLICIES)]),
    ...resourceErrors(`${path}.resources`, container.resources),
  ];
}

/** Name of a container or volume. */
export function nameErrors(field: string, name: string | undefined): FieldError[] {
  if (name === undefined || name === '') return [required(field)];
  return dnsLabel(name).map((problem) => invalidValue(field, name, problem));
}

function portErrors(field: string, ports: NonNullable<Container['ports']>): FieldError[] {
  return ports.flatMap(({ containerPort }, index) => {
    const isPort = containerPort > 0 && containerPort < 65_536;
    const path = `${field}[${index}].containerPort`;
    return isPort ? [] : [invalidValue(path, containerPort, 'must be between 1 and 65535, inclusive')];
  });
}

function envErrors(path: string, { name, value, valueFrom }: Plain<V1EnvVar>): FieldError[] {
  const inName = name === '' ? [required(`${path}.name`)] : [];
  const isBoth = valueFrom !== undefined && value !== undefined && value !== '';
  const problem = 'may not be specified when `value` is not empty';
  return isBoth ? [...inName, invalidValue(`${path}.valueFrom`, '', problem)] : inName;
}

function mountsErrors(
  field: string,
  mounts: readonly Plain<V1VolumeMount>[],
  volumes: ReadonlySet<string>,
): FieldError[] {
  const paths = new Set<string>();
  return mounts.flatMap(({ name, mountPath }, index) => {
    const path = `${field}[${index}]`;
    const twice = paths.has(mountPath)
      ? [invalidValue(`${path}.mountPath`, mountPath, 'must be unique')]
      : [];
    paths.add(mountPath);
    return [
      ...(volumes.has(name) ? [] : [valueNotFound(`${path}.name`, name)]),
      ...(mountPath === '' ? [required(`${path}.mountPath`)] : []),
      ...twice,
    ];
  });
}
