/** What every part of a switch gets. */
import type { ImageReader } from '../../domain/inventory/image-reader.ts';
import type { SourceMatcher } from '../../domain/mapping/source-matcher.ts';
import type { MentionFinder } from '../../domain/mention/mention.ts';
import type { CustomImages } from '../../domain/inventory/custom-images.ts';
import type { Scope } from '../../domain/inventory/scope.ts';
import type { DriftPolicy } from '../../domain/plan/digest-decision.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';
import type { ImageQuestions } from '../images/image-questions.ts';

export interface SwitchContext {
  readonly cluster: Cluster;
  readonly readImages: ImageReader;
  readonly isSource: SourceMatcher;
  readonly questions: ImageQuestions;
  readonly drift: DriftPolicy;
  readonly scope: Scope;
  readonly customImages: readonly CustomImages[];
  readonly timeoutSeconds: number;
  /** Finds mentions in templates; absent: they are not rewritten. */
  readonly findMentions?: MentionFinder;
  /** The run that the changes belong to. */
  readonly run?: string;
}

/** The part that a rollback needs. */
export type RollbackContext = Pick<SwitchContext, 'cluster' | 'readImages' | 'timeoutSeconds' | 'run'>;
