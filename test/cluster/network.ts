import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startComponent, untilComponent } from './component.ts';
import { canConnect } from './can-connect.ts';
import { GATEWAY, NODES, SERVICE_ADDRESS } from './layout.ts';
import { runCommand } from './run-command.ts';

/** The bridge that joins the nodes and all that runs beside them. */
export const BRIDGE = 'cluster';

// Components look for their own address along the default route, so there is one, though it leads nowhere.
// Pods find the API server at the first address of the Service network; no other Service is routed.
const BRIDGE_SCRIPT = `
ip link set lo up
ip link add ${BRIDGE} type bridge
ip address add ${GATEWAY}/24 dev ${BRIDGE}
ip link set ${BRIDGE} up
ip route add default dev ${BRIDGE}
ip address add ${SERVICE_ADDRESS}/32 dev lo
iptables -t nat -A PREROUTING -d ${SERVICE_ADDRESS} -p tcp --dport 443 -j REDIRECT --to-ports 6443
iptables -t nat -A OUTPUT -d ${SERVICE_ADDRESS} -p tcp --dport 443 -j REDIRECT --to-ports 6443
echo 1 > /proc/sys/net/ipv4/ip_forward
mount --bind "$1/hosts" /etc/hosts
mount --bind "$1/resolv.conf" /etc/resolv.conf
`;

/** Sets up the network of the namespaces that this process is in, and their own /etc/hosts and /etc/resolv.conf. */
export async function setUpNetwork(root: string): Promise<void> {
  const folder = path.join(root, 'etc');
  mkdirSync(folder);
  const nodes = NODES.map((node) => `${node.address} ${node.name}`);
  writeFileSync(path.join(folder, 'hosts'), ['127.0.0.1 localhost', ...nodes, ''].join('\n'));
  writeFileSync(path.join(folder, 'resolv.conf'), `nameserver ${GATEWAY}\n`);
  await runCommand(['sh', '-euc', BRIDGE_SCRIPT, 'sh', folder]);
}

/** Starts the name server of nodes and pods: every name below `.example` is the gateway, others do not exist. */
export async function startNameServer(logs: string): Promise<void> {
  const listen = [`--listen-address=${GATEWAY},127.0.0.1`, '--bind-interfaces', '--port=53'];
  const answers = [
    `--address=/example/${GATEWAY}`,
    '--local=/example/',
    '--local=/#/',
    '--no-resolv',
    '--no-hosts',
  ];
  const process = [
    '--keep-in-foreground',
    '--user=root',
    '--pid-file=',
    '--conf-file=/dev/null',
    '--log-facility=-',
  ];
  const server = startComponent('dnsmasq', logs, ['dnsmasq', ...process, ...listen, ...answers]);
  await untilComponent(server, 10, async () => canConnect(GATEWAY, 53));
}
