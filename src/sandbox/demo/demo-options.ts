import type { Narrator } from './show/narrator.ts';

export interface DemoOptions {
  /** What is moved: workloads of a company, or the platform Deckhouse itself. */
  readonly estate: 'workloads' | 'deckhouse';
  /** Path of the program that is shown. */
  readonly program: string;
  /** The image of the copy engine that it uses. */
  readonly copierImage: string;
  /** Whether the move is made. */
  readonly migrate: boolean;
  /** Whether the sandbox stays until `signal` ends it. */
  readonly keep: boolean;
  readonly narrator: Narrator;
  readonly signal: AbortSignal;
}
