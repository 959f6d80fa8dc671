import { createAuthority } from '../../../src/sandbox/certificates/issue-certificate.ts';

export const RIGHT = { username: 'puller', password: 'secret' };
export const WRONG = { username: 'puller', password: 'wrong' };
export const USERS = { puller: 'secret' };

/** For certificates that the nodes may trust. */
export const authority = createAuthority('private');
