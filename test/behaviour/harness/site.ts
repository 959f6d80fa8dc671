/** One scenario's own place: namespaces and repositories that no other scenario uses. */
import { randomBytes } from 'node:crypto';
import { pushImage, type ImageSpec, type PushedImage } from '../../support/push-image.ts';
import { applyAll, placeOf, type Buildable } from '../builders/buildable.ts';
import { namespace } from '../builders/namespace.ts';
import { pullSecret, type Login } from '../builders/pull-secret.ts';
import type { ClusterHandle } from './cluster-handle.ts';
import { openKubeApi, type KubeApi } from './kube-api.ts';
import { theCluster } from './the-cluster.ts';
import { untilReady } from './until-ready.ts';

export interface Site extends AsyncDisposable {
  readonly cluster: ClusterHandle;
  readonly api: KubeApi;
  /** Begins the names of namespaces and repositories. */
  readonly prefix: string;
  /** Glob of the site's namespaces, the copy namespace not among them. */
  readonly namespaces: string;
  /** Where the product is told to run its Job; made by the product, removed with the site. */
  readonly copyNamespace: string;
  /** The full name of one of the site's namespaces. */
  in(name: string): string;
  /** Makes a namespace that goes with the site, with pull Secrets by name; returns its full name. */
  makeNamespace(name: string, pullSecrets?: PullSecrets): Promise<string>;
  /** Pushes an image to the source; its repository gets the prefix. */
  push(image: ImageSpec): Promise<SourceImage>;
  /** Pushes an image to the registry that nothing is moved away from. */
  pushElsewhere(image: ImageSpec): Promise<PushedImage>;
  apply(...objects: readonly Buildable[]): Promise<void>;
  /** Applies and waits until all are ready. */
  start(...objects: readonly Buildable[]): Promise<void>;
  /** Applies an object that belongs to no namespace and goes with the site. */
  define(object: Buildable): Promise<void>;
}

/** Logins by key of `auths`, by name of the Secret. */
export type PullSecrets = Readonly<Record<string, Readonly<Record<string, Login>>>>;

export interface SourceImage extends PushedImage {
  /** Without host. */
  readonly repository: string;
  /** The same reference at the target, as the strategy `keep` has it. */
  readonly atTarget: string;
}

/** `name` tells people which test made what they see in the cluster. */
export async function openSite(name: string): Promise<Site> {
  const cluster = await theCluster();
  const api = await openKubeApi(cluster);
  const prefix = `${name}-${randomBytes(3).toString('hex')}`;
  const made: Buildable[] = [];
  const copyNamespace = `registry-switch-${prefix}`;
  const apply = async (...objects: readonly Buildable[]) => applyAll(api, objects);
  const define = async (object: Buildable) => {
    made.push(object);
    await apply(object);
  };
  const inSite = (short: string) => `${prefix}-${short}`;
  const inPrefix = (image: ImageSpec): ImageSpec => {
    const repository = `${prefix}/${image.repository}`;
    return { base: cluster.baseLayer ?? false, ...image, repository };
  };
  return {
    cluster,
    api,
    prefix,
    namespaces: `${prefix}-*`,
    copyNamespace,
    in: inSite,
    apply,
    start: async (...objects) => {
      await apply(...objects);
      await untilReady(api, objects);
    },
    define,
    makeNamespace: async (short, pullSecrets = {}) => {
      const full = inSite(short);
      await define(namespace(full));
      const secrets = Object.entries(pullSecrets);
      await apply(...secrets.map(([secret, auths]) => pullSecret({ namespace: full, name: secret }, auths)));
      return full;
    },
    push: async (image) => {
      const spec = inPrefix(image);
      const pushed = await pushImage(cluster.source, spec);
      const atTarget = pushed.reference.replace(cluster.source.host, cluster.target.host);
      return { ...pushed, repository: spec.repository, atTarget };
    },
    pushElsewhere: async (image) => pushImage(cluster.plain, inPrefix(image)),
    // Namespaces go in the background: the next site has others.
    [Symbol.asyncDispose]: async () => {
      const all = [...made, namespace(copyNamespace)];
      await Promise.all(all.map(async (one) => api.delete(one.kind, placeOf(one))));
      api[Symbol.dispose]();
    },
  };
}

/** The whole source, as a pull Secret's content. */
export function sourceLogin({ source }: ClusterHandle): Readonly<Record<string, Login>> {
  return { [source.host]: source };
}
