import type { ClientCertificate } from '../kubeconfig/connection.ts';

/** Credentials for a request. */
export interface Login {
  /** Value of the Authorization header. */
  readonly authorization?: string | undefined;
  readonly certificate?: ClientCertificate | undefined;
}

/** A source of logins; where they expire it is asked before each request, so it has to be quick. */
export interface Credentials {
  current(): Promise<Login>;
  /** After a 401 on `rejected`: another login to try, `undefined` when there is none. */
  renew(rejected: Login): Promise<Login | undefined>;
}
