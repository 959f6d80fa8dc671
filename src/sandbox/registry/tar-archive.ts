/** One member of a tar archive: a file with content, a directory, or a symbolic link. */
export interface TarEntry {
  readonly path: string;
  readonly content?: Buffer;
  readonly linkTo?: string;
  /** Permission bits; by default 0755, or 0777 for a link. */
  readonly mode?: number;
  readonly uid?: number;
}

const BLOCK = 512;

/** The bytes of a ustar archive with these entries: paths up to 100 characters, no times, so equal input gives equal bytes. */
export function tarArchive(entries: readonly TarEntry[]): Buffer {
  const parts: Buffer[] = [];
  for (const entry of entries) {
    const content = entry.content ?? Buffer.alloc(0);
    parts.push(header(entry, content.length), content, Buffer.alloc(-content.length & (BLOCK - 1)));
  }
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

/** A ustar header block: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html, "ustar Interchange Format". */
function header(entry: TarEntry, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, offset: number, width: number) => {
    block.write(value.toString(8).padStart(width - 1, '0'), offset, 'ascii');
  };
  block.write(entry.path, 0, 100, 'utf8');
  octal(entry.mode ?? (entry.linkTo === undefined ? 0o755 : 0o777), 100, 8);
  octal(entry.uid ?? 0, 108, 8);
  octal(entry.uid ?? 0, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12);
  block.write(typeFlag(entry), 156, 'ascii');
  block.write(entry.linkTo ?? '', 157, 100, 'utf8');
  block.write('ustar\u000000', 257, 'ascii');
  block.fill(' ', 148, 156);
  const checksum = block.reduce((sum, byte) => sum + byte, 0);
  block.write(`${checksum.toString(8).padStart(6, '0')}\u0000 `, 148, 'ascii');
  return block;
}

function typeFlag(entry: TarEntry): string {
  if (entry.linkTo !== undefined) return '2';
  return entry.content === undefined ? '5' : '0';
}
