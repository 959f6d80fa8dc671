import type { Draft } from '../objects/objects.ts';

const KIB = 1024;

export interface NodeIdentity {
  readonly name: string;
  readonly address: string;
  readonly podCidr: string;
  /** As the API writes times. */
  readonly now: string;
}

/** The Node object of an amd64 machine with Debian, containerd and the kubelet, to be created. */
export function nodeDraft({ name, address, podCidr, now }: NodeIdentity): Draft {
  const capacity = {
    cpu: '8',
    memory: `${32 * KIB * KIB}Ki`,
    'ephemeral-storage': '206292664Ki',
    'hugepages-1Gi': '0',
    'hugepages-2Mi': '0',
    pods: '500',
  };
  return {
    metadata: {
      name,
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
      },
      annotations: { 'node.alpha.kubernetes.io/ttl': '0' },
    },
    spec: { podCIDR: podCidr, podCIDRs: [podCidr] },
    status: {
      addresses: [
        { type: 'InternalIP', address },
        { type: 'Hostname', address: name },
      ],
      capacity,
      allocatable: capacity,
      conditions: CONDITIONS.map((condition) => ({
        ...condition,
        lastHeartbeatTime: now,
        lastTransitionTime: now,
      })),
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      images: [],
      nodeInfo: {
        architecture: 'amd64',
        bootID: '4c3c4b1e-9f0c-4b8e-a9d4-3f9f2a6f7c11',
        containerRuntimeVersion: 'containerd://2.1.4',
        kernelVersion: '6.12.48+deb13-amd64',
        kubeProxyVersion: '',
        kubeletVersion: 'v1.36.3',
        machineID: 'a3f1c2d4e5b647f8a9b0c1d2e3f40516',
        operatingSystem: 'linux',
        osImage: 'Debian GNU/Linux 13 (trixie)',
        systemUUID: 'a3f1c2d4-e5b6-47f8-a9b0-c1d2e3f40516',
      },
    },
  };
}

const CONDITIONS = [
  {
    type: 'MemoryPressure',
    status: 'False',
    reason: 'KubeletHasSufficientMemory',
    message: 'kubelet has sufficient memory available',
  },
  {
    type: 'DiskPressure',
    status: 'False',
    reason: 'KubeletHasNoDiskPressure',
    message: 'kubelet has no disk pressure',
  },
  {
    type: 'PIDPressure',
    status: 'False',
    reason: 'KubeletHasSufficientPID',
    message: 'kubelet has sufficient PID available',
  },
  { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' },
];
