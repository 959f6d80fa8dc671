import { interference } from '../../domain/rollout/interference.ts';
import type { RolloutWait } from '../rollout/wait-for-rollout.ts';
import type { SwitchContext } from './switch-context.ts';
import type { SwitchedWorkload } from './switched-workload.ts';

/** Whether a workload still says the images that were written into it. */
export function watchFor(
  { readImages }: Pick<SwitchContext, 'readImages'>,
  { workload, images }: Pick<SwitchedWorkload, 'workload' | 'images'>,
): NonNullable<RolloutWait['interferes']> {
  return (object) => interference(object, readImages(workload.resource, object), images);
}
