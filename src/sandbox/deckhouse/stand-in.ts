/** What the parts of a running stand-in share. */
import type { DeckhouseOptions } from './deckhouse-options.ts';
import type { KubeClient } from './kube/kube-client.ts';
import type { DeckhouseLog } from './log/deckhouse-log.ts';
import type { Wait } from './timetable.ts';

export interface StandIn {
  readonly kube: KubeClient;
  readonly options: DeckhouseOptions;
  readonly log: DeckhouseLog;
  readonly wait: Wait;
  readonly signal: AbortSignal;
}

/** Looks once and does what is to be done. */
export type Look = () => Promise<unknown>;
