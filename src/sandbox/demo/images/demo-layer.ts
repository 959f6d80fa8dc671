import { createCipheriv, createHash } from 'node:crypto';
import { tarArchive } from '../../registry/tar-archive.ts';

/** A layer with one file of `kilobytes` that do not compress; the same name and size give the same bytes. */
export function demoLayer(name: string, kilobytes: number): Buffer {
  const key = createHash('sha256').update(name).digest();
  const stream = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  return tarArchive([{ path: `opt/${name}`, content: stream.update(Buffer.alloc(kilobytes * 1024)) }]);
}
