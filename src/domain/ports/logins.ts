/** The user's local logins (docker config and credential helpers). */
import type { Credential } from '../credentials/credential.ts';
import type { ImageReference } from '../image/reference.ts';

export interface Logins {
  /** Best first; empty when there is none. */
  credentialsFor(image: ImageReference): Promise<readonly Credential[]>;
  /** Credential helpers that failed so far, each in a sentence: their logins are unknown. */
  problems(): readonly string[];
}
