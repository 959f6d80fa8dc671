/** Environment variables of a container, as the kubelet makes them (pkg/kubelet/kubelet_pods.go, `makeEnvironmentVariables`). */
import type { V1EnvVarSource } from '@kubernetes/client-node';
import type { Objects } from '../objects/objects.ts';
import type { Plain } from '../objects/stored.ts';
import type { Pod } from '../objects/pod.ts';
import { expandVariables } from './expand-variables.ts';
import { configMapData, MissingData, secretData } from './keyed-data.ts';
import { podField } from './pod-field.ts';
import type { Container } from './pod.ts';

type Source = Plain<V1EnvVarSource>;

interface KeyRef {
  readonly key: string;
  readonly name?: string;
  readonly optional?: boolean;
}

/** Throws MissingData when a Secret, ConfigMap or key is not there. */
export function containerEnvironment(
  objects: Objects,
  pod: Pod,
  container: Container,
): Readonly<Record<string, string>> {
  const variables: Record<string, string> = {};
  for (const from of container.envFrom ?? []) {
    Object.assign(variables, prefixed(sourceData(objects, pod, from), from.prefix ?? ''));
  }
  for (const { name, value, valueFrom } of container.env ?? []) {
    const found =
      valueFrom === undefined
        ? expandVariables(value ?? '', variables)
        : sourceValue(objects, pod, valueFrom);
    if (found !== undefined) variables[name] = found;
  }
  return variables;
}

type From = NonNullable<Container['envFrom']>[number];

function sourceData(objects: Objects, pod: Pod, { secretRef, configMapRef }: From): object {
  const { namespace = '' } = pod.metadata;
  if (secretRef !== undefined) {
    const name = secretRef.name ?? '';
    return (
      required(secretData(objects, namespace, name), secretRef.optional, `secret "${name}" not found`) ?? {}
    );
  }
  const name = configMapRef?.name ?? '';
  const data = configMapData(objects, namespace, name);
  return required(data, configMapRef?.optional, `configmap "${name}" not found`) ?? {};
}

function prefixed(data: object, prefix: string): Record<string, string> {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [prefix + key, String(value)]));
}

function sourceValue(objects: Objects, pod: Pod, source: Source): string | undefined {
  const { namespace = '' } = pod.metadata;
  const { secretKeyRef, configMapKeyRef, fieldRef } = source;
  if (fieldRef !== undefined) return podField(pod, fieldRef.fieldPath);
  if (secretKeyRef !== undefined) {
    const data = secretData(objects, namespace, secretKeyRef.name ?? '');
    return keyed(data, secretKeyRef, `${namespace}/${secretKeyRef.name ?? ''}`, ['secret', 'Secret']);
  }
  if (configMapKeyRef !== undefined) {
    const data = configMapData(objects, namespace, configMapKeyRef.name ?? '');
    return keyed(data, configMapKeyRef, `${namespace}/${configMapKeyRef.name ?? ''}`, [
      'configmap',
      'ConfigMap',
    ]);
  }
  // Limits of resources: the nodes have as much as anybody wants.
  return '0';
}

function keyed(
  data: Readonly<Record<string, Buffer>> | undefined,
  { key, name = '', optional }: KeyRef,
  place: string,
  [kind, title]: readonly [string, string],
): string | undefined {
  const there = required(data, optional, `${kind} "${name}" not found`);
  const value = there === undefined ? undefined : there[key];
  return required(value, optional, `couldn't find key ${key} in ${title} ${place}`)?.toString('utf8');
}

function required<Value>(
  value: Value | undefined,
  optional: boolean | undefined,
  message: string,
): Value | undefined {
  if (value === undefined && optional !== true) throw new MissingData(message);
  return value;
}
