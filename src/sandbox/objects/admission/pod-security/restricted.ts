/** The level `restricted` (k8s.io/pod-security-admission/policy), in the order of its checks. */
import type { V1Volume } from '@kubernetes/client-node';
import type { Plain } from '../../stored.ts';
import { hostNamespaces, hostPorts, privileged } from './baseline.ts';
import {
  badContainers,
  containerCheck,
  containersNamed,
  quoted,
  type PodCheck,
  type PodSpec,
} from './pod-check.ts';

const noEscalation: PodCheck = containerCheck(
  'allowPrivilegeEscalation != false',
  'must set securityContext.allowPrivilegeEscalation=false',
  ({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false,
);

const droppedCapabilities: PodCheck = (spec) => {
  const keeping = badContainers(
    spec,
    ({ securityContext }) => securityContext?.capabilities?.drop?.includes('ALL') !== true,
  );
  const extra = (names: readonly string[] = []) => names.filter((name) => name !== 'NET_BIND_SERVICE');
  const adding = badContainers(
    spec,
    ({ securityContext }) => extra(securityContext?.capabilities?.add).length > 0,
  );
  const added = [...(spec.initContainers ?? []), ...spec.containers].flatMap(({ securityContext }) =>
    extra(securityContext?.capabilities?.add),
  );
  const list = quoted([...new Set(added)].toSorted());
  const details = [
    ...(keeping.length === 0
      ? []
      : [`${containersNamed(keeping)} must set securityContext.capabilities.drop=["ALL"]`]),
    ...(adding.length === 0
      ? []
      : [`${containersNamed(adding)} must not include ${list} in securityContext.capabilities.add`]),
  ];
  return details.length === 0
    ? undefined
    : { reason: 'unrestricted capabilities', detail: details.join('; ') };
};

const VOLUMES: readonly (keyof V1Volume)[] = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

const plainVolumes: PodCheck = ({ volumes = [] }) => {
  const bad = volumes.filter((volume) => VOLUMES.every((type) => volume[type] === undefined));
  if (bad.length === 0) return undefined;
  const names = quoted(bad.map(({ name }) => name));
  const types = [...new Set(bad.map((volume) => typeOf(volume)))].toSorted();
  const [volume, use] = bad.length === 1 ? ['volume', 'uses'] : ['volumes', 'use'];
  const type = types.length === 1 ? 'restricted volume type' : 'restricted volume types';
  return { reason: 'restricted volume types', detail: `${volume} ${names} ${use} ${type} ${quoted(types)}` };
};

function typeOf(volume: Plain<V1Volume>): string {
  return Object.keys(volume).find((key) => key !== 'name') ?? 'unknown';
}

const nonRoot: PodCheck = (spec) => {
  const reason = 'runAsNonRoot != true';
  const ofPod = spec.securityContext?.runAsNonRoot;
  const setting = badContainers(spec, ({ securityContext }) => securityContext?.runAsNonRoot === false);
  const setters = settersOf(ofPod === false, setting);
  if (setters !== '') return { reason, detail: `${setters} must not set securityContext.runAsNonRoot=false` };
  const silent = badContainers(spec, ({ securityContext }) => securityContext?.runAsNonRoot === undefined);
  if (ofPod === true || silent.length === 0) return undefined;
  return { reason, detail: `pod or ${containersNamed(silent)} must set securityContext.runAsNonRoot=true` };
};

const noRootUser: PodCheck = (spec) => {
  const setting = badContainers(spec, ({ securityContext }) => securityContext?.runAsUser === 0);
  const setters = settersOf(spec.securityContext?.runAsUser === 0, setting);
  return setters === ''
    ? undefined
    : { reason: 'runAsUser=0', detail: `${setters} must not set runAsUser=0` };
};

const SECCOMP: ReadonlySet<string | undefined> = new Set(['RuntimeDefault', 'Localhost']);

const seccomp: PodCheck = (spec) => {
  const reason = 'seccompProfile';
  const ofPod = spec.securityContext?.seccompProfile?.type;
  const isBad = (type: string | undefined) => type !== undefined && !SECCOMP.has(type);
  const setting = badContainers(spec, ({ securityContext }) => isBad(securityContext?.seccompProfile?.type));
  const setters = settersOf(isBad(ofPod), setting);
  if (setters !== '') {
    const types = quoted([...badTypes(spec, isBad)].toSorted());
    return { reason, detail: `${setters} must not set securityContext.seccompProfile.type to ${types}` };
  }
  const silent = badContainers(spec, ({ securityContext }) => securityContext?.seccompProfile === undefined);
  if (SECCOMP.has(ofPod) || silent.length === 0) return undefined;
  const wanted = 'must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"';
  return { reason, detail: `pod or ${containersNamed(silent)} ${wanted}` };
};

function badTypes(spec: PodSpec, isBad: (type: string | undefined) => boolean): ReadonlySet<string> {
  const contexts = [
    spec.securityContext,
    ...[...(spec.initContainers ?? []), ...spec.containers].map((one) => one.securityContext),
  ];
  return new Set(contexts.flatMap((context) => context?.seccompProfile?.type ?? []).filter(isBad));
}

/** `pod and container "app"`; empty when nobody sets it. */
function settersOf(isPod: boolean, containers: readonly string[]): string {
  return [...(isPod ? ['pod'] : []), ...(containers.length === 0 ? [] : [containersNamed(containers)])].join(
    ' and ',
  );
}

export const RESTRICTED: readonly PodCheck[] = [
  hostNamespaces,
  hostPorts,
  privileged,
  noEscalation,
  droppedCapabilities,
  plainVolumes,
  nonRoot,
  noRootUser,
  seccomp,
];
