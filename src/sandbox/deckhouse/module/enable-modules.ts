import { leaderPod } from '../leader-pod.ts';
import { MODULES } from '../resources.ts';
import type { Look, StandIn } from '../stand-in.ts';

const NAME = { name: 'registry' };

/** Says that the module `registry` is enabled. */
export function enableModules({ kube }: StandIn): Look {
  let said = false;
  return async () => {
    if (said || (await leaderPod(kube)) === undefined) return;
    const conditions = [{ type: 'EnabledByModuleManager', status: 'True' }];
    said = await kube.patchStatus(MODULES, NAME, { conditions });
  };
}
