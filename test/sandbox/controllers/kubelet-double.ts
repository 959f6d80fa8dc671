/** Plays scheduler and kubelet: binds pods, runs them as told, and lets them go when they are deleted. */
import type { Clock } from '../../../src/sandbox/clock.ts';
import type { Pod } from '../../../src/sandbox/controllers/kinds.ts';
import { timestamp } from '../../../src/sandbox/objects/metadata/timestamp.ts';
import { PODS } from '../../../src/sandbox/objects/api-resources.ts';
import type { ObjectEvent, Objects } from '../../../src/sandbox/objects/objects.ts';

/** `ignore`: nobody takes the pod up. */
export type Fate = 'ready' | 'running' | 'stuck' | 'ignore' | 'succeeded' | 'failed';

export interface KubeletDouble {
  /** What becomes of pods from now on; default `ready`. */
  fate: (pod: Pod) => Fate;
  /** Whether pods that are deleted go on until they are put to their end; default no. */
  holds: boolean;
  /** Makes a pod that is there go on so. */
  put(name: string, fate: Fate, exitCode?: number): void;
}

export function kubeletDouble(objects: Objects, clock: Clock, namespace: string): KubeletDouble {
  const put = (pod: Pod, fate: Fate, exitCode?: number) => {
    if (fate === 'ignore') return;
    const found = objects.get(PODS, pod.metadata);
    if (found === undefined) return;
    objects.update(PODS, pod.metadata, (current) => ({
      ...current,
      spec: { containers: [], ...current.spec, nodeName: current.spec?.nodeName ?? nodeOf(current) },
    }));
    objects.updateStatus(PODS, pod.metadata, (current) => ({
      ...current,
      status: statusOf(fate, timestamp(clock.now()), exitCode),
    }));
  };
  const kubelet: KubeletDouble = {
    fate: () => 'ready',
    holds: false,
    put: (name, fate, exitCode) => {
      const pod = objects.get(PODS, { namespace, name });
      if (pod === undefined) throw new Error(`no pod ${name}`);
      put(pod, fate, exitCode);
    },
  };
  objects.subscribe((event: ObjectEvent) => {
    if (event.resource !== PODS || event.type === 'DELETED') return;
    const pod = event.object as Pod;
    const ended = pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded';
    if (pod.metadata.deletionTimestamp !== undefined) {
      if (!kubelet.holds || ended) setImmediate(end, objects, pod);
    } else if (event.type === 'ADDED') {
      setImmediate(() => {
        put(pod, kubelet.fate(pod));
      });
    }
  });
  return kubelet;
}

/** What the affinity of a DaemonSet's pod names, or any. */
function nodeOf(pod: Pod): string {
  const terms = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const field = terms?.nodeSelectorTerms[0]?.matchFields?.find(({ key }) => key === 'metadata.name');
  return field?.values?.[0] ?? 'node-1';
}

function end(objects: Objects, pod: Pod): void {
  if (objects.get(PODS, pod.metadata)?.metadata.uid !== pod.metadata.uid) return;
  objects.delete(PODS, pod.metadata, { gracePeriodSeconds: 0, uid: pod.metadata.uid });
}

const PHASES = {
  ready: 'Running',
  running: 'Running',
  stuck: 'Pending',
  succeeded: 'Succeeded',
  failed: 'Failed',
} as const;

function statusOf(fate: Exclude<Fate, 'ignore'>, now: string, exitCode = fate === 'failed' ? 1 : 0) {
  const status = fate === 'ready' ? ('True' as const) : ('False' as const);
  const ended = fate === 'failed' || fate === 'succeeded';
  const terminated = { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error', finishedAt: now };
  return {
    phase: PHASES[fate],
    conditions: [{ type: 'Ready', status, lastTransitionTime: now }],
    ...(ended
      ? {
          containerStatuses: [
            { name: 'app', image: 'app', imageID: '', ready: false, restartCount: 0, state: { terminated } },
          ],
        }
      : {}),
  };
}
