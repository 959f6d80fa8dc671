import type { V1Endpoints, V1Service } from '@kubernetes/client-node';
import type { Plain } from '../../objects/stored.ts';
import { column, wide, type Column } from './column.ts';
import { AGE, labelsText, NAME } from './common-columns.ts';

type Service = Pick<Plain<V1Service>, 'spec' | 'status'>;
type Endpoints = Pick<Plain<V1Endpoints>, 'subsets'>;

const SERVICE_ROW: readonly Column<Plain<V1Service>>[] = [
  NAME,
  column('Type', ({ spec }) => spec?.type ?? ''),
  column('Cluster-IP', ({ spec }) => spec?.clusterIPs?.[0] ?? '<none>'),
  column('External-IP', externalIp),
  column('Port(s)', ports),
  AGE,
  wide(column('Selector', ({ spec }) => labelsText(spec?.selector))),
];

const ENDPOINTS_ROW: readonly Column<Plain<V1Endpoints>>[] = [NAME, column('Endpoints', endpoints), AGE];

/** By `plural.group`. */
export const SERVICE_COLUMNS: Readonly<Record<string, readonly Column<never>[]>> = {
  services: SERVICE_ROW,
  endpoints: ENDPOINTS_ROW,
};

function externalIp({ spec, status }: Service): string {
  const { type, externalName = '', externalIPs = [] } = spec ?? {};
  if (type === 'ExternalName') return externalName;
  const all = [...balancerAddresses(status), ...externalIPs];
  if (all.length > 0) return all.join(',');
  return type === 'LoadBalancer' ? '<pending>' : '<none>';
}

function balancerAddresses(status: Service['status']): string[] {
  return (status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }) => ip ?? hostname ?? []);
}

function ports({ spec }: Service): string {
  const texts = (spec?.ports ?? []).map(({ port, nodePort, protocol = 'TCP' }) =>
    nodePort === undefined ? `${port}/${protocol}` : `${port}:${nodePort}/${protocol}`,
  );
  return texts.length === 0 ? '<none>' : texts.join(',');
}

const SHOWN_ENDPOINTS = 3;

function endpoints({ subsets = [] }: Endpoints): string {
  const all = subsets.flatMap((subset) => {
    const ips = (subset.addresses ?? []).map(({ ip }) => ip);
    const numbers = (subset.ports ?? []).map(({ port }) => port);
    return numbers.length === 0 ? ips : numbers.flatMap((port) => ips.map((ip) => `${ip}:${port}`));
  });
  if (subsets.length === 0) return '<none>';
  const shown = all.slice(0, SHOWN_ENDPOINTS).join(',');
  return all.length > SHOWN_ENDPOINTS ? `${shown} + ${all.length - SHOWN_ENDPOINTS} more...` : shown;
}
