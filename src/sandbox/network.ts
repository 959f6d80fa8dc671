/** Names that only the sandbox knows: where the hosts of image references really listen. */
export interface Network {
  /** Where to connect for `host[:port]` of an image reference; `undefined`: as the name says. */
  addressOf(host: string): NetworkAddress | undefined;
}

export interface NetworkAddress {
  readonly address: string;
  readonly port: number;
}
