import { valueAt } from '../../domain/kubernetes/pod-spec.ts';
import type { Pod } from './pod.ts';

const SUBSCRIPT = /^metadata\.(labels|annotations)\['(.*)'\]$/;

/** The value of a `fieldRef`: downward API, "Information available via fieldRef". */
export function podField(pod: Pod, path: string): string {
  const [, map, key = ''] = SUBSCRIPT.exec(path) ?? [];
  if (map === 'labels' || map === 'annotations') return pod.metadata[map]?.[key] ?? '';
  if (path === 'status.podIPs') return (pod.status?.podIPs ?? []).map(({ ip }) => ip).join(',');
  if (path === 'status.hostIPs') return (pod.status?.hostIPs ?? []).map(({ ip }) => ip).join(',');
  if (path === 'metadata.labels') return formatMap(pod.metadata.labels ?? {});
  if (path === 'metadata.annotations') return formatMap(pod.metadata.annotations ?? {});
  const value = valueAt(pod, path.split('.'));
  return typeof value === 'string' ? value : '';
}

function formatMap(map: Readonly<Record<string, string>>): string {
  return Object.entries(map)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join('\n');
}
