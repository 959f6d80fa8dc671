/** Who asks, as `selfsubjectreviews` tells it (authentication.k8s.io/v1 `UserInfo`). */
export interface ApiUser {
  readonly name: string;
  readonly uid?: string;
  readonly groups: readonly string[];
}

/** A user whom the sandbox knows by a token. */
export interface SandboxUser {
  readonly name: string;
  readonly token: string;
  readonly uid?: string;
  /** Besides `system:authenticated`, which every user is in. */
  readonly groups?: readonly string[];
}

/** Who sends no token at all. */
export const ANONYMOUS: ApiUser = { name: 'system:anonymous', groups: ['system:unauthenticated'] };

/** In this group everything is permitted, whatever the sandbox's rules say. */
export const MASTERS = 'system:masters';
