import type { V1Service } from '@kubernetes/client-node';
import type { Plain } from '../../objects/stored.ts';
import { column, wide, type Column } from './column.ts';
import { AGE, labelsText, NAME } from './common-columns.ts';

type Service = Pick<Plain<V1Service>, 'spec' | 'status'>;

const SERVICE_ROW: readonly Column<Plain<V1Service>>[] = [
  NAME,
  column('Type', ({ spec }) => spec?.type ?? ''),
  column('Cluster-IP', ({ spec }) => spec?.clusterIPs?.[0] ?? '<none>'),
  column('External-IP', externalIp),
  column('Port(s)', ports),
  AGE,
  wide(column('Selector', ({ spec }) => labelsText(spec?.selector))),
];

/** By `plural.group`. */
export const SERVICE_COLUMNS: Readonly<Record<string, readonly Column<never>[]>> = {
  services: SERVICE_ROW,
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
