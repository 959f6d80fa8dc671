/** Fills a cluster with pods that nothing schedules or runs: about 8 KB each, with the status of a running pod. */
import pMap from 'p-map';
import type { Call } from './api-client.ts';

const AT_ONCE = 32;
const NAMESPACE = 'bench';
const IMAGES = 200;

/** Creates the pods; the image of every hundredth comes from `source`. */
export async function seedPods(call: Call, count: number, source: string): Promise<void> {
  await call('POST', '/api/v1/namespaces', { metadata: { name: NAMESPACE } });
  const path = `/api/v1/namespaces/${NAMESPACE}/pods`;
  await untilThere(async () => call('GET', `/api/v1/namespaces/${NAMESPACE}/serviceaccounts/default`));
  await pMap(
    Array.from({ length: count }, (_, index) => index),
    async (index) => {
      const pod = podNumber(index, source);
      await call('POST', path, pod);
      const status = { status: statusOf(pod.spec.containers) };
      await call('PATCH', `${path}/${pod.metadata.name}/status`, status, 'application/merge-patch+json');
      if ((index + 1) % 2000 === 0) console.error(`${String(index + 1)} of ${String(count)} pods`);
    },
    { concurrency: AT_ONCE },
  );
}

interface Container {
  readonly name: string;
  readonly image: string;
}

function podNumber(index: number, source: string) {
  const image = String(index % IMAGES);
  const host = index % 100 === 0 ? source : 'registry.example';
  const containers = ['app', 'proxy'].map((name) => ({
    name,
    image: `${host}/team/${name}-${image}:1.${image}.0`,
    env: Array.from({ length: 20 }, (_, number) => ({
      name: `SETTING_${String(number)}`,
      value: `value-${String(index)}-${'x'.repeat(60)}`,
    })),
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
  }));
  return {
    metadata: {
      name: `pod-${String(index)}`,
      labels: { app: `app-${image}`, team: 'bench' },
      annotations: { 'example.com/notes': `${String(index)}-${'n'.repeat(1500)}` },
    },
    spec: { schedulerName: 'none', containers },
  };
}

function statusOf(containers: readonly Container[]) {
  return {
    phase: 'Running',
    containerStatuses: containers.map(({ name, image }) => ({
      name,
      image,
      imageID: `${image.replace(/:[^/]*$/, '')}@sha256:${'ab'.repeat(32)}`,
      containerID: `containerd://${'cd'.repeat(32)}`,
      ready: true,
      restartCount: 0,
      state: { running: { startedAt: '2026-01-01T00:00:00Z' } },
    })),
  };
}

async function untilThere(ask: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      await ask();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}
