/** The platform an image was built for, as in an OCI image index. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

/** `os/architecture[/variant]`. */
export function formatPlatform(platform: Platform): string {
  const parts = [platform.os, platform.architecture];
  if (platform.variant !== undefined) parts.push(platform.variant);
  return parts.join('/');
}

/** As Go names them, which container runtimes go by: https://go.dev/doc/install/source#environment */
const SYSTEMS = new Set(['linux', 'windows', 'darwin', 'freebsd', 'netbsd', 'openbsd', 'solaris', 'aix']);
const ARCHITECTURES = new Set([
  ...['386', 'amd64', 'arm', 'arm64', 'loong64', 'mips', 'mips64', 'mips64le', 'mipsle'],
  ...['ppc64', 'ppc64le', 'riscv64', 's390x', 'wasm'],
]);

/** Fallback architectures of runtimes, see https://github.com/containerd/platforms `platformVector`. */
const FALLBACKS: Readonly<Record<string, string>> = { amd64: '386', arm64: 'arm' };

/** Whether a node might run an image, tolerating other spellings of platforms. */
export function mightServe(offered: Platform, node: Platform): boolean {
  if (SYSTEMS.has(offered.os) && offered.os !== node.os) return false;
  if (!ARCHITECTURES.has(offered.architecture)) return true;
  return [node.architecture, FALLBACKS[node.architecture]].includes(offered.architecture);
}
