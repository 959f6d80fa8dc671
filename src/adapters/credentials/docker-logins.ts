import type { Credential } from '../../domain/credentials/credential.ts';
import type { ImageReference } from '../../domain/image/reference.ts';

/** The logins that this machine's user has. */
export interface DockerLogins {
  /** The logins to try for an image, in order. May run credential helpers, each once per registry; a helper that fails knows none. */
  credentialsFor(image: ImageReference): Promise<readonly Credential[]>;
  /** The helpers that failed so far, each in a sentence that quotes nothing they said. */
  problems(): readonly string[];
}
