/** What every part of a switch is given. */
import type { ImageReader } from '../../domain/inventory/image-reader.ts';
import type { SourceMatcher } from '../../domain/mapping/source-matcher.ts';
import type { Cluster } from '../../domain/ports/cluster.ts';

export interface SwitchContext {
  readonly cluster: Cluster;
  readonly readImages: ImageReader;
  readonly isSource: SourceMatcher;
  /** New reference by the reference as written: proven images only. */
  readonly proven: ReadonlyMap<string, string>;
  readonly timeoutSeconds: number;
  /** The run that the changes belong to. */
  readonly run?: string;
}
