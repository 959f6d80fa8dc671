import type { Clock } from '../clock.ts';
import type { Network } from '../network.ts';
import type { Objects } from '../objects/objects.ts';
import type { RecordEvent } from '../objects/record-event.ts';
import type { BackOff } from './back-off.ts';
import type { ImageManager } from './images/image-manager.ts';
import type { LogBook } from './log-book.ts';

/** What the parts of one node share. */
export interface NodeContext {
  readonly nodeName: string;
  readonly hostIp: string;
  readonly objects: Objects;
  readonly clock: Clock;
  readonly network: Network;
  readonly images: ImageManager;
  readonly logs: LogBook;
  readonly recordEvent: RecordEvent;
  /** Of containers that ended, by pod and container. */
  readonly restarts: BackOff;
  /** A free address of the node's pods. */
  readonly nextPodIp: () => string;
}
