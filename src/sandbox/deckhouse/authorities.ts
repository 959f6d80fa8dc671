import type { DeckhouseOptions } from './deckhouse-options.ts';

/** Which certificates are believed, by host: what Deckhouse itself runs from, and what it was told besides. */
export function authoritiesOf({ images, trustedAuthorities }: DeckhouseOptions): ReadonlyMap<string, string> {
  const own = images.ca === undefined ? [] : [[images.base.split('/')[0] ?? '', images.ca] as const];
  return new Map([...own, ...(trustedAuthorities ?? [])]);
}
