/** Run as a program of its own, for what Node reads only when it starts: prints the digest of `host/shop/web:1`. */
import { readFileSync } from 'node:fs';
import { openRegistries } from '../../../../src/adapters/registry/open-registries.ts';

const [host = '', caFile = ''] = process.argv.slice(2);
const connection = { tls: 'enabled', ca: readFileSync(caFile, 'utf8') } as const;
const registries = openRegistries(() => ({ connection, credentials: [] }), { environment: {} });
process.stdout.write((await registries.digest({ host, repository: 'shop/web', tag: '1' })) ?? '');
