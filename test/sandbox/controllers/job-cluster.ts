import type { Pod } from '../../../src/sandbox/controllers/kinds.ts';
import { JOBS } from '../../../src/sandbox/objects/api-resources.ts';
import type { Fate } from './kubelet-double.ts';
import { TestCluster } from './test-cluster.ts';

export const INDEX = 'batch.kubernetes.io/job-completion-index';

/** A cluster whose pods run until a test ends them: for Jobs, and for what starts Jobs. */
export class JobCluster extends TestCluster implements Disposable {
  constructor(options: { readonly speed?: number } = {}) {
    super(options);
    this.kubelet.fate = () => 'running';
  }

  /** The pods that run, in the order of their indexes. */
  active(): readonly Pod[] {
    const running = this.pods().filter(({ status }) => status?.phase === 'Running');
    return running.toSorted((a, b) => (indexOf(a) < indexOf(b) ? -1 : 1));
  }

  /** Lets all running pods, or the one of an index, end so. */
  async end(fate: Fate, index?: string, exitCode?: number): Promise<void> {
    for (const pod of this.active().filter((one) => index === undefined || indexOf(one) === index)) {
      this.kubelet.put(pod.metadata.name, fate, exitCode);
    }
    await this.settle();
  }

  /** Why the Job `copy` is in a condition. */
  condition(type: string): string | undefined {
    const { conditions = [] } = this.get(JOBS, 'copy').status ?? {};
    return conditions.find((one) => one.type === type && one.status === 'True')?.reason;
  }

  [Symbol.dispose](): void {
    this.stop();
  }
}

export function indexOf({ metadata }: Pod): string {
  return metadata.annotations?.[INDEX] ?? '';
}
