/** The level `baseline` (k8s.io/pod-security-admission/policy), in the order of its checks. */
import {
  allContainers,
  badContainers,
  containerCheck,
  containersNamed,
  quoted,
  type PodCheck,
} from './pod-check.ts';

const CAPABILITIES: ReadonlySet<string> = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

const defaultCapabilities: PodCheck = (spec) => {
  const added = (names: readonly string[] = []) => names.filter((name) => !CAPABILITIES.has(name));
  const containers = badContainers(
    spec,
    ({ securityContext }) => added(securityContext?.capabilities?.add).length > 0,
  );
  if (containers.length === 0) return undefined;
  const all = allContainers(spec).flatMap(({ securityContext }) => added(securityContext?.capabilities?.add));
  const list = quoted([...new Set(all)].toSorted());
  const detail = `${containersNamed(containers)} must not include ${list} in securityContext.capabilities.add`;
  return { reason: 'non-default capabilities', detail };
};

export const hostNamespaces: PodCheck = ({ hostNetwork, hostPID, hostIPC }) => {
  const used = Object.entries({ hostNetwork, hostPID, hostIPC }).filter(([, value]) => value === true);
  if (used.length === 0) return undefined;
  return { reason: 'host namespaces', detail: used.map(([name]) => `${name}=true`).join(', ') };
};

const hostPathVolumes: PodCheck = ({ volumes = [] }) => {
  const names = volumes.filter(({ hostPath }) => hostPath !== undefined).map(({ name }) => name);
  if (names.length === 0) return undefined;
  return {
    reason: 'hostPath volumes',
    detail: `${names.length === 1 ? 'volume' : 'volumes'} ${quoted(names)}`,
  };
};

export const hostPorts: PodCheck = (spec) => {
  const containers = allContainers(spec).filter(({ ports = [] }) =>
    ports.some(({ hostPort = 0 }) => hostPort > 0),
  );
  if (containers.length === 0) return undefined;
  const ports = containers
    .flatMap((container) => container.ports ?? [])
    .flatMap(({ hostPort = 0 }) => hostPort);
  const used = [...new Set(ports.filter((port) => port > 0))].map(String).toSorted();
  const [use, port] = [
    containers.length === 1 ? 'uses' : 'use',
    used.length === 1 ? 'hostPort' : 'hostPorts',
  ];
  const names = containersNamed(containers.map(({ name }) => name));
  return { reason: 'hostPort', detail: `${names} ${use} ${port} ${used.join(', ')}` };
};

export const privileged: PodCheck = containerCheck(
  'privileged',
  'must not set securityContext.privileged=true',
  ({ securityContext }) => securityContext?.privileged === true,
);

const confinedSeccomp: PodCheck = (spec) => {
  const isBad = (type: string | undefined) => type === 'Unconfined';
  const containers = badContainers(spec, ({ securityContext }) =>
    isBad(securityContext?.seccompProfile?.type),
  );
  const setters = [
    ...(isBad(spec.securityContext?.seccompProfile?.type) ? ['pod'] : []),
    ...(containers.length === 0 ? [] : [containersNamed(containers)]),
  ];
  if (setters.length === 0) return undefined;
  const detail = `${setters.join(' and ')} must not set securityContext.seccompProfile.type to "Unconfined"`;
  return { reason: 'seccompProfile', detail };
};

export const BASELINE: readonly PodCheck[] = [
  defaultCapabilities,
  hostNamespaces,
  hostPathVolumes,
  hostPorts,
  privileged,
  confinedSeccomp,
];
