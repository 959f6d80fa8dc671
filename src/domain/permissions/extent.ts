/** The namespaces, kinds and objects that a command needs permissions for. */
import type { ObjectRef } from '../kubernetes/object-ref.ts';
import type { Resource } from '../kubernetes/resource.ts';

export interface Extent {
  /** Namespaces to read; absent: all. */
  readonly namespaces?: readonly string[];
  readonly stateNamespace: StateNamespace;
  /** Custom resources with image paths. */
  readonly custom: readonly Resource[];
  /** Custom kinds with a pod template that the server serves; absent: any. */
  readonly served?: readonly Resource[];
  /** Objects to patch; absent: any object in the namespaces to read. */
  readonly changes?: readonly Pick<ObjectRef, 'resource' | 'namespace'>[];
  /** Whether there is anything to copy. */
  readonly copies: boolean;
  /** The tool's pull Secrets; without namespace: in the namespaces to read. */
  readonly pullSecrets: readonly SecretPlace[];
  /** Existing pull Secrets that get a login, or got one. */
  readonly registrySecrets: readonly SecretPlace[];
  /** Secrets that logins for the target are read from. */
  readonly loginSecrets: readonly SecretPlace[];
}

/** The namespace of the tool's own objects. */
export interface StateNamespace {
  readonly name: string;
  /** Whether it has to be created first. */
  readonly missing: boolean;
}

export interface SecretPlace {
  readonly namespace?: string;
  readonly name: string;
  /** Created but never filled. */
  readonly isUnfilled?: boolean;
}
