/** Logins that the user has on the machine where the tool runs (docker config and its helpers). */
import type { Credential } from '../credentials/credential.ts';
import type { ImageReference } from '../image/reference.ts';

export interface Logins {
  /** Best first; empty when there is none. */
  credentialsFor(image: ImageReference): Promise<readonly Credential[]>;
  /** Programs that were asked so far and could not answer, each in a sentence: their logins are unknown. */
  problems(): readonly string[];
}
