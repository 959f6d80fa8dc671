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

/** Whether an image built for `offered` can serve a node of `needed`; a node names no variant. */
export function servesPlatform(offered: Platform, needed: Platform): boolean {
  return offered.os === needed.os && offered.architecture === needed.architecture;
}
