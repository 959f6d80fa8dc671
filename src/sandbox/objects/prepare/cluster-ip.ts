import { SERVICES } from '../api-resources.ts';
import { changeField, fillIn } from '../defaults/fill-in.ts';
import type { JsonRecord } from '../json/json-record.ts';
import type { Objects } from '../objects.ts';

/** Gives a Service an address of 10.96.0.0/16 that no other one has, unless it brings one or is to have none. */
export function withClusterIp(service: JsonRecord, objects: Pick<Objects, 'list'>): JsonRecord {
  return changeField(service, 'spec', (spec) => {
    if (spec.type === 'ExternalName') return spec;
    const clusterIP = spec.clusterIP ?? freeAddress(objects);
    return fillIn(
      { ...spec, clusterIP },
      { clusterIPs: [clusterIP], ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' },
    );
  });
}

function freeAddress(objects: Pick<Objects, 'list'>): string {
  const taken = new Set(objects.list(SERVICES).map(({ spec }) => spec?.clusterIP));
  for (let number = 1; ; number += 1) {
    const address = `10.96.${number >>> 8}.${number & 0xff}`;
    if (!taken.has(address)) return address;
  }
}
