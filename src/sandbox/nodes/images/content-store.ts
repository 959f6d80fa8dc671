import type { Login } from '../../oci/login.ts';

/** What a node has pulled so far: content by digest, images by name; a layer is fetched once, whoever needs it. */
export class ContentStore {
  readonly #documents = new Map<string, Buffer>();
  readonly #layers = new Map<string, number>();
  readonly #images = new Map<string, PulledImage>();
  /** Image ids by digest of the configuration, which is what containerd knows an image by. */
  readonly #names = new Map<string, Set<string>>();
  /** By image id; of no login `undefined`. */
  readonly #access = new Map<string, Set<string | undefined>>();
  readonly #underWay = new Map<string, Promise<unknown>>();

  /** A manifest or configuration. */
  document(digest: string): Buffer | undefined {
    return this.#documents.get(digest);
  }

  keepDocument(digest: string, content: Buffer): void {
    this.#documents.set(digest, content);
  }

  /** Of a layer only its size is kept: nothing in the sandbox looks into one. */
  keepLayer(digest: string, size: number): void {
    this.#layers.set(digest, size);
  }

  /** Fetches content unless it is there; who needs what another fetches already waits for that one. */
  async once(digest: string, fetch: () => Promise<void>): Promise<void> {
    for (;;) {
      if (this.#layers.has(digest) || this.#documents.has(digest)) return;
      const other = this.#underWay.get(digest);
      if (other === undefined) break;
      // That it failed for another says nothing about us: the login may differ.
      await other.catch(() => undefined);
    }
    const mine = fetch().finally(() => this.#underWay.delete(digest));
    this.#underWay.set(digest, mine);
    await mine;
  }

  /** By its normalised name. */
  image(name: string): PulledImage | undefined {
    return this.#images.get(name);
  }

  keepImage(name: string, image: PulledImage): void {
    this.#images.set(name, image);
    // A tag brings the image's digest with it.
    this.#images.set(image.imageId, image);
    this.#names.set(image.configDigest, new Set(this.#names.get(image.configDigest)).add(image.imageId));
  }

  /** Forgets all images whose name says this, with what is known of who may use them; layers of others stay. */
  dropImages(part: string): void {
    for (const [name, { imageId, configDigest }] of [...this.#images]) {
      if (!name.includes(part)) continue;
      this.#images.delete(name);
      this.#access.delete(imageId);
      this.#names.get(configDigest)?.delete(imageId);
    }
  }

  /** Under which of the names of its content an image is reported: containerd sorts them and gives the first. */
  reportedId({ configDigest, imageId }: PulledImage): string {
    return [...(this.#names.get(configDigest) ?? [])].sort()[0] ?? imageId;
  }

  /** Remembers with which login an image could be pulled. */
  grant({ imageId }: PulledImage, login: Login | undefined): void {
    const known = this.#access.get(imageId) ?? new Set();
    this.#access.set(imageId, known.add(JSON.stringify(login)));
  }

  /** Whether a pod may use a present image: one that anybody may pull, or that was pulled with a login of the pod. */
  mayUse({ imageId }: PulledImage, logins: readonly Login[]): boolean {
    const known = this.#access.get(imageId);
    return [undefined, ...logins].some((login) => known?.has(JSON.stringify(login)));
  }
}

/** An image that a node has. */
export interface PulledImage {
  /** `host/repository@digest`, of what the name stood for: a manifest or an index. */
  readonly imageId: string;
  readonly configDigest: string;
  /** Compressed size in bytes. */
  readonly size: number;
  readonly config: ImageConfig;
}

/** How containers of the image run: OCI image specification, "Image Configuration", `config`. */
export interface ImageConfig {
  readonly Entrypoint?: readonly string[] | null;
  readonly Cmd?: readonly string[] | null;
  readonly Env?: readonly string[] | null;
  readonly User?: string;
}
