import { randomUUID } from 'node:crypto';
import type { Digest } from '../../domain/image/reference.ts';
import { digestOf } from './digest-of.ts';

export interface StoredManifest {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly content: Buffer;
}

interface Repository {
  readonly blobs: Set<string>;
  readonly manifests: Map<string, StoredManifest>;
  readonly tags: Map<string, Digest>;
}

/** An upload that has begun. */
export interface Upload {
  readonly id: string;
  readonly repository: string;
}

/** All that the registry holds, in memory. Blobs are kept once, and linked into the repositories that have them. */
export class RegistryStore {
  readonly #repositories = new Map<string, Repository>();
  readonly #blobs = new Map<string, Buffer>();
  /** Repositories of the uploads that have begun, by id. */
  readonly #uploads = new Map<string, string>();

  /** The tags of a repository in lexical order; `undefined` when there is no such repository. */
  tags(repository: string): readonly string[] | undefined {
    const found = this.#repositories.get(repository);
    return found && [...found.tags.keys()].sort();
  }

  /** All manifests of a repository. */
  manifests(repository: string): readonly StoredManifest[] {
    return [...(this.#repositories.get(repository)?.manifests.values() ?? [])];
  }

  /** The manifest that a tag or digest stands for. */
  manifest(repository: string, reference: string): StoredManifest | undefined {
    const found = this.#repositories.get(repository);
    return found?.manifests.get(found.tags.get(reference) ?? reference);
  }

  /** Stores a manifest, under a tag too when one is given. */
  putManifest(repository: string, manifest: Omit<StoredManifest, 'digest'>, tag?: string): StoredManifest {
    const stored = { ...manifest, digest: digestOf(manifest.content) };
    const home = this.#repository(repository);
    home.manifests.set(stored.digest, stored);
    if (tag !== undefined) home.tags.set(tag, stored.digest);
    return stored;
  }

  /** Deletes a tag, or a manifest with every tag on it; `false` when there is no such thing. */
  deleteManifest(repository: string, reference: string): boolean {
    const found = this.#repositories.get(repository);
    if (found === undefined) return false;
    if (found.tags.delete(reference)) return true;
    for (const [tag, digest] of found.tags) if (digest === reference) found.tags.delete(tag);
    return found.manifests.delete(reference);
  }

  /** A blob, when the repository has it. */
  blob(repository: string, digest: string): Buffer | undefined {
    return this.#repositories.get(repository)?.blobs.has(digest) === true
      ? this.#blobs.get(digest)
      : undefined;
  }

  /** Stores a blob in a repository. */
  putBlob(repository: string, content: Buffer): Digest {
    const digest = digestOf(content);
    this.#blobs.set(digest, content);
    this.#repository(repository).blobs.add(digest);
    return digest;
  }

  /** Takes a blob out of a repository; `false` when it was not there. */
  deleteBlob(repository: string, digest: string): boolean {
    return this.#repositories.get(repository)?.blobs.delete(digest) === true;
  }

  /** Links a blob of another repository into this one; `false` when the other does not have it. */
  mountBlob(repository: string, digest: string, from: string): boolean {
    if (this.blob(from, digest) === undefined) return false;
    this.#repository(repository).blobs.add(digest);
    return true;
  }

  /** Begins an upload. */
  startUpload(repository: string): Upload {
    const upload = { id: randomUUID(), repository };
    this.#uploads.set(upload.id, repository);
    return upload;
  }

  /** Forgets an upload; `false` when there is none of that id in the repository. */
  endUpload({ id, repository }: Upload): boolean {
    return this.#uploads.get(id) === repository && this.#uploads.delete(id);
  }

  #repository(name: string): Repository {
    const known = this.#repositories.get(name);
    if (known !== undefined) return known;
    const made = { blobs: new Set<string>(), manifests: new Map<string, StoredManifest>(), tags: new Map() };
    this.#repositories.set(name, made);
    return made;
  }
}
