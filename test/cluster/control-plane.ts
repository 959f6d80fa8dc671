import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { canConnect } from './can-connect.ts';
import { certificateFiles } from './certificates.ts';
import type { ClusterFolder } from './cluster-folder.ts';
import { startComponent, untilComponent } from './component.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import { API_SERVER, GATEWAY, SERVICE_NETWORK } from './layout.ts';
import { runCommand } from './run-command.ts';

const ETCD = 'http://127.0.0.1:2379';

/** Starts etcd and waits for it. Its data need not survive a crash, so nothing is synced to the disk. */
export async function startEtcd(cluster: ClusterFolder, binaries: string): Promise<void> {
  const folder = path.join(cluster.root, 'etcd');
  const peer = 'http://127.0.0.1:2380';
  const config = {
    name: 'test',
    'data-dir': folder,
    'listen-client-urls': ETCD,
    'advertise-client-urls': ETCD,
    'listen-peer-urls': peer,
    'initial-advertise-peer-urls': peer,
    'initial-cluster': `test=${peer}`,
    'unsafe-no-fsync': true,
    'quota-backend-bytes': 8 * 2 ** 30,
    'log-level': 'error',
  };
  mkdirSync(folder, { mode: 0o700 });
  const configFile = path.join(cluster.root, 'etcd.yaml');
  writeFileSync(configFile, JSON.stringify(config));
  const etcd = startComponent('etcd', cluster.logs, [path.join(binaries, 'etcd'), configFile]);
  await untilComponent(etcd, 20, async () => canConnect('127.0.0.1', 2379));
}

/** Starts the API server and waits until it says that it is ready. Needs etcd, the certificates and the admin's kubeconfig. */
export async function startApiServer(cluster: ClusterFolder, binaries: string): Promise<void> {
  const file = (name: string) => certificateFiles(cluster.certificates, name);
  const apiServer = startComponent('kube-apiserver', cluster.logs, [
    path.join(binaries, 'kube-apiserver'),
    `--etcd-servers=${ETCD}`,
    `--advertise-address=${GATEWAY}`,
    `--service-cluster-ip-range=${SERVICE_NETWORK}`,
    `--client-ca-file=${file('cluster-ca').certificate}`,
    `--tls-cert-file=${file('apiserver').certificate}`,
    `--tls-private-key-file=${file('apiserver').key}`,
    `--kubelet-certificate-authority=${file('cluster-ca').certificate}`,
    `--kubelet-client-certificate=${file('apiserver-kubelet-client').certificate}`,
    `--kubelet-client-key=${file('apiserver-kubelet-client').key}`,
    '--kubelet-preferred-address-types=InternalIP',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-signing-key-file=${file('service-account').key}`,
    `--service-account-key-file=${file('service-account').certificate}`,
    '--authorization-mode=Node,RBAC',
    '--enable-admission-plugins=NodeRestriction',
    '--allow-privileged',
  ]);
  const ready = [
    path.join(binaries, 'kubectl'),
    '--kubeconfig',
    cluster.kubeconfig,
    'get',
    '--raw',
    '/readyz',
  ];
  await untilComponent(apiServer, 60, async () => {
    if ((await canConnect(new URL(API_SERVER).hostname, 6443)) === undefined) return undefined;
    return runCommand(ready).catch(() => undefined);
  });
}

export function startControllers(cluster: ClusterFolder, binaries: string): void {
  const { certificates, logs, root } = cluster;
  const authority = certificateFiles(certificates, 'cluster-ca');
  const start = (name: string, flags: readonly string[]) => {
    const kubeconfig = path.join(root, `${name}.kubeconfig`);
    writeKubeconfig(kubeconfig, certificates, name);
    const common = [`--kubeconfig=${kubeconfig}`, '--leader-elect=false', '--secure-port=0'];
    startComponent(name, logs, [
      path.join(binaries, name),
      ...common,
      '--kube-api-qps=200',
      '--kube-api-burst=400',
      ...flags,
    ]);
  };
  start('kube-scheduler', []);
  start('kube-controller-manager', [
    '--use-service-account-credentials',
    `--flex-volume-plugin-dir=${path.join(root, 'volume-plugins')}`,
    `--service-account-private-key-file=${certificateFiles(certificates, 'service-account').key}`,
    `--root-ca-file=${authority.certificate}`,
    `--cluster-signing-cert-file=${authority.certificate}`,
    `--cluster-signing-key-file=${authority.key}`,
  ]);
}
