import type { Certificate } from './certificates.ts';
import { GATEWAY, PAUSE_IMAGE, type NodeLayout } from './layout.ts';

const CNI_PLUGINS = '/usr/lib/cni';

/** containerd's own defaults are its usual places in /var and /run. `folders` are absolute. */
export function containerdConfig(folders: {
  readonly registryHosts: string;
  readonly podNetworks: string;
}): string {
  // A JSON string is a TOML string too. Without CAP_SYS_RESOURCE an OOM score cannot be lowered.
  return `version = 2
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = ${JSON.stringify(PAUSE_IMAGE)}
  restrict_oom_score_adj = true
[plugins."io.containerd.grpc.v1.cri".cni]
  bin_dir = ${JSON.stringify(CNI_PLUGINS)}
  conf_dir = ${JSON.stringify(folders.podNetworks)}
[plugins."io.containerd.grpc.v1.cri".registry]
  config_path = ${JSON.stringify(folders.registryHosts)}
`;
}

/** A bridge for the pods of one node, and host ports. */
export function podNetworkConfig(node: NodeLayout): object {
  const ranges = [[{ subnet: node.podNetwork }]];
  const bridge = {
    type: 'bridge',
    bridge: 'pods',
    isGateway: true,
    hairpinMode: true,
    ipam: { type: 'host-local', ranges, routes: [{ dst: '0.0.0.0/0' }] },
  };
  return {
    cniVersion: '0.4.0',
    name: 'pods',
    plugins: [bridge, { type: 'portmap', capabilities: { portMappings: true } }],
  };
}

export function kubeletConfig(options: {
  readonly clientAuthority: string;
  readonly serving: Certificate;
  readonly cgroup: string;
}): object {
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: false },
      x509: { clientCAFile: options.clientAuthority },
    },
    authorization: { mode: 'AlwaysAllow' },
    tlsCertFile: options.serving.certificate,
    tlsPrivateKeyFile: options.serving.key,
    containerRuntimeEndpoint: 'unix:///run/containerd/containerd.sock',
    cgroupDriver: 'cgroupfs',
    cgroupRoot: `/${options.cgroup}`,
    failCgroupV1: false,
    failSwapOn: false,
    maxPods: 110,
    clusterDNS: [GATEWAY],
    clusterDomain: 'cluster.local',
    resolvConf: '',
    volumePluginDir: '/var/lib/kubelet/volume-plugins',
    serializeImagePulls: false,
    registryPullQPS: 0,
    kubeAPIQPS: 100,
    kubeAPIBurst: 200,
    eventRecordQPS: 0,
    // The disk is the machine's: how full it is says nothing about the test.
    imageGCHighThresholdPercent: 100,
    evictionHard: { 'memory.available': '1Mi', 'nodefs.available': '0.01%', 'imagefs.available': '0.01%' },
  };
}
