// A registry with robot accounts as a process: node robot-registry.ts ADDRESS PORT CERTIFICATE KEY USERS
// Whose login it is sent, right or wrong, stands in the file USERS, one user a line.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { startRegistry } from '../../src/sandbox/index.ts';
import { HARBOR_AUTH, userOf } from '../support/harbor.ts';

const [, , address = '', port = '', certificate = '', key = '', users = ''] = process.argv;

writeFileSync(users, '');
await startRegistry({
  address,
  port: Number(port),
  tls: { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') },
  auth: HARBOR_AUTH,
  onRequest: (request) => {
    const user = userOf(request);
    if (user !== undefined) appendFileSync(users, `${user}\n`);
    return undefined;
  },
});
