/** What somebody wants to do in a repository. */
export type RepositoryAction = 'pull' | 'push';

/** Whether a user (`undefined`: anonymous) may do it. */
export type Permits = (username: string | undefined, repository: string, action: RepositoryAction) => boolean;

interface Users {
  /** Password by user name. */
  readonly users: Readonly<Record<string, string>>;
  /** Default: every user may do everything, nobody else anything. */
  readonly permits?: Permits;
}

/** How the registry asks who is there. */
export type SandboxAuth =
  | { readonly kind: 'none' }
  | (Users & { readonly kind: 'basic' })
  | (Users & {
      readonly kind: 'bearer';
      /** User name by identity token (refresh token). */
      readonly identityTokens?: Readonly<Record<string, string>>;
      /** How long a token lives, in seconds; default 300. */
      readonly tokenLifetime?: number;
      /** Where the token service is, when it is not this registry's own `/token`. */
      readonly realm?: string;
    });

/** The default of `permits`. */
export const USERS_ONLY: Permits = (username) => username !== undefined;
