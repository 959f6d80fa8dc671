/** Feeds a controller with the names that events mark as dirty. */
import type { ObjectName } from '../objects/stored.ts';
import type { Controller, Surroundings } from './controller.ts';
import type { ObjectEvent } from '../objects/objects.ts';
import { WorkQueue } from './work-queue.ts';

export interface RunningController {
  notice(event: ObjectEvent): void;
  stop(): void;
}

export function runController(controller: Controller, { clock }: Surroundings): RunningController {
  const queue = new WorkQueue({
    clock,
    work: (key) => {
      controller.reconcile(nameOf(key), () => {
        queue.add(key);
      });
    },
  });
  return {
    notice: (event) => {
      for (const name of controller.concerned(event)) queue.add(keyOf(name));
    },
    stop: () => {
      queue.stop();
    },
  };
}

function keyOf({ namespace, name }: ObjectName): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function nameOf(key: string): ObjectName {
  const [name = '', namespace] = key.split('/').toReversed();
  return namespace === undefined ? { name } : { namespace, name };
}
