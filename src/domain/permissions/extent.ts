/** How far the permissions of a command reach: which namespaces, kinds and objects it is about to touch. */
import type { ObjectRef } from '../kubernetes/object-ref.ts';
import type { Resource } from '../kubernetes/resource.ts';

export interface Extent {
  /** Namespaces that are looked at; absent: all. */
  readonly namespaces?: readonly string[];
  readonly stateNamespace: StateNamespace;
  /** Custom resources that name images. */
  readonly custom: readonly Resource[];
  /** Those of other groups with a pod template that the server has; absent: any. */
  readonly served?: readonly Resource[];
  /** Objects that are to be patched; absent: any of every kind, wherever is looked. */
  readonly changes?: readonly Pick<ObjectRef, 'resource' | 'namespace'>[];
  /** Whether there is anything to copy. */
  readonly copies: boolean;
  /** Pull Secrets of ours; without namespace: wherever is looked. */
  readonly pullSecrets: readonly SecretPlace[];
  /** Existing pull Secrets that get a login, or did. */
  readonly registrySecrets: readonly SecretPlace[];
  /** The Secrets that logins at the target are taken from. */
  readonly loginSecrets: readonly SecretPlace[];
}

/** The namespace of the tool's own objects. */
export interface StateNamespace {
  readonly name: string;
  /** It has to be created first. */
  readonly missing: boolean;
}

export interface SecretPlace {
  readonly namespace?: string;
  readonly name: string;
  /** Created, and never filled. */
  readonly isUnfilled?: boolean;
}
