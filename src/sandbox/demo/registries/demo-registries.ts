/** The registries of the demo, by names that exist nowhere else (RFC 2606 keeps `.example` free). */

/** A login at a registry. */
export interface DemoLogin {
  readonly username: string;
  readonly password: string;
}

export interface DemoRegistry {
  /** As image references name it. */
  readonly host: string;
  /** What people are told about it. */
  readonly about: string;
  /** Who may come in by basic authentication; absent: tokens, and anybody may pull. */
  readonly login?: DemoLogin;
  /** Who may come in too, and only pull. */
  readonly puller?: DemoLogin;
}

export const PRIVATE_VENDOR = {
  host: 'registry.old-vendor.example',
  about: 'private; its contract ends',
  login: { username: 'acme-puller', password: 'vendor-sandbox-secret' },
} as const satisfies DemoRegistry;

export const PUBLIC_VENDOR = {
  host: 'public.old-vendor.example',
  about: 'public; ends with it',
} as const satisfies DemoRegistry;

export const PLATFORM = {
  host: 'images.platform.example',
  about: 'public; stays',
} as const satisfies DemoRegistry;

export const TARGET = {
  host: 'registry.acme.example',
  about: 'private; the new home',
  login: { username: 'acme-mover', password: 'acme-sandbox-secret' },
  puller: { username: 'acme-pods', password: 'acme-pods-sandbox-secret' },
} as const satisfies DemoRegistry;

/** In the order in which they are told. */
export const DEMO_REGISTRIES: readonly DemoRegistry[] = [PRIVATE_VENDOR, PUBLIC_VENDOR, PLATFORM, TARGET];
