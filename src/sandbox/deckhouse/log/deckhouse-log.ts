/** The log of the Deckhouse pod, written from outside: see log-container.ts. */
import { PODS } from '../../objects/api-resources.ts';
import type { KubeClient } from '../kube/kube-client.ts';
import { leaderPod } from '../leader-pod.ts';
import { LOG_ANNOTATION } from './log-container.ts';
import { type LogLine, printedLine } from './log-line.ts';

export interface DeckhouseLog {
  /** `hook`: which one says it. */
  say(line: LogLine, hook: string): void;
  /** Hands the pod what was said since, as soon as it has printed what it was handed before. */
  look(): Promise<void>;
}

export function deckhouseLog(kube: KubeClient): DeckhouseLog {
  const waiting: string[] = [];
  let handed: readonly string[] = [];
  return {
    say: (line, hook) => {
      waiting.push(printedLine(line, hook, new Date()));
    },
    look: async () => {
      if (waiting.length === 0 && handed.length === 0) return;
      const pod = await leaderPod(kube);
      if (pod === undefined) return;
      const text = `${handed.join('\n')}\n`;
      if (handed.length > 0 && pod.metadata.annotations?.[LOG_ANNOTATION] === text) {
        if (!(await kube.log(pod.metadata, 'deckhouse')).includes(text.trim())) return;
        handed = [];
      }
      handed = [...handed, ...waiting.splice(0)];
      if (handed.length === 0) return;
      const annotations = { [LOG_ANNOTATION]: `${handed.join('\n')}\n` };
      await kube.patch(PODS, pod.metadata, { metadata: { annotations } });
    },
  };
}
