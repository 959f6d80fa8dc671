import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { tarArchive } from '../../src/sandbox/index.ts';

const BUSYBOX = '/bin/busybox';
const APPLETS = [
  'sh',
  'sleep',
  'cat',
  'echo',
  'env',
  'id',
  'ls',
  'true',
  'false',
  'test',
  'nslookup',
  'nc',
  'kill',
  'ps',
];

/** A layer (an uncompressed tar) with one file of `size` random bytes: never equal to any other layer. */
export function randomLayer(size: number): Buffer {
  const content = randomBytes(size);
  return tarArchive([{ path: `random-${content.subarray(0, 8).toString('hex')}`, content }]);
}

let busybox: Buffer | undefined;

/** The layer that makes a test image runnable: a static busybox (Debian's busybox-static) and the names it is called by. */
export function busyboxLayer(): Buffer {
  busybox ??= tarArchive([
    { path: 'bin/' },
    { path: 'bin/busybox', content: readFileSync(BUSYBOX) },
    ...APPLETS.map((name) => ({ path: `bin/${name}`, linkTo: 'busybox' })),
    ...userEntries('nobody', 65534),
  ]);
  return busybox;
}

/** The only layer of an image like upstream's regsync: from scratch, with the user that it runs as. */
export function regsyncLayer(binaryFile: string): Buffer {
  return tarArchive([
    { path: 'regsync', content: readFileSync(binaryFile) },
    ...userEntries('appuser', 1000),
    { path: 'home/' },
    { path: 'home/appuser/', uid: 1000 },
    { path: 'home/appuser/.docker/', uid: 1000 },
  ]);
}

function userEntries(name: string, uid: number) {
  const users = `root:x:0:0:root:/:/bin/sh\n${name}:x:${uid.toString()}:${uid.toString()}::/home/${name}:/bin/sh\n`;
  const groups = `root:x:0:\n${name}:x:${uid.toString()}:\n`;
  return [
    { path: 'etc/' },
    { path: 'etc/passwd', content: Buffer.from(users), mode: 0o644 },
    { path: 'etc/group', content: Buffer.from(groups), mode: 0o644 },
    { path: 'tmp/', mode: 0o1777 },
  ];
}
