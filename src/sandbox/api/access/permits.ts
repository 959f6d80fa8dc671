import type { ApiUser } from './api-user.ts';

/** What somebody wants to do, in the words of RBAC (apiserver, authorizer.Attributes). */
export interface Attempt {
  /** Such as `list` or `impersonate`; of a path the HTTP method in lower case. */
  readonly verb: string;
  /** Only for what is no resource: `/version`. */
  readonly path?: string;
  /** Empty for the core group. */
  readonly group: string;
  /** Plural; `pods/log` for a subresource. */
  readonly resource: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** Whether a user may do it. */
export type Permits = (user: ApiUser, attempt: Attempt) => boolean;
