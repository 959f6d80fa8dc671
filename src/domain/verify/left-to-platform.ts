/** Notes on findings in objects that the platform changes by itself. */
import { controllerChain, type Inventory, workloadsByUid } from '../inventory/inventory.ts';
import type { OwnerReference } from '../kubernetes/object.ts';
import type { Profile } from '../plan/profile.ts';
import type { Finding } from './findings.ts';

/** The findings, those of the platform's own objects with its word on them. They count all the same. Pure. */
export function notedByPlatform(
  findings: readonly Finding[],
  { workloads, pods }: Pick<Inventory, 'workloads' | 'pods'>,
  { leaves }: Pick<Profile, 'leaves'>,
): Finding[] {
  const byUid = workloadsByUid(workloads);
  const podOwners = new Map(pods.map(({ uid, controller }) => [uid, controller]));
  const noteOf = ({ object: { uid = '' } }: Finding): string | undefined => {
    const own = byUid.get(uid);
    const controller: OwnerReference | undefined = own?.controller ?? podOwners.get(uid);
    return [...(own === undefined ? [] : [own]), ...controllerChain(controller, byUid)]
      .map(leaves)
      .find((note) => note !== undefined);
  };
  return findings.map((finding) => {
    const note = finding.counted ? noteOf(finding) : undefined;
    return note === undefined ? finding : { ...finding, note };
  });
}
