/** Which endpoint of the distribution specification a path is ("Endpoints"), or the sandbox's own `/token`. */
export type Route =
  | { readonly kind: 'base' | 'token' }
  | UploadsRoute
  | BlobRoute
  | ReferrersRoute
  | TagsRoute
  | UploadRoute
  | ManifestRoute;

export interface UploadsRoute {
  readonly kind: 'uploads';
  readonly repository: string;
}

export interface BlobRoute {
  readonly kind: 'blob';
  readonly repository: string;
  readonly digest: string;
}

export interface ReferrersRoute {
  readonly kind: 'referrers';
  readonly repository: string;
  readonly digest: string;
}

export interface TagsRoute {
  readonly kind: 'tags';
  readonly repository: string;
}

export interface UploadRoute {
  readonly kind: 'upload';
  readonly repository: string;
  readonly id: string;
}

export interface ManifestRoute {
  readonly kind: 'manifest';
  readonly repository: string;
  /** A tag or a digest. */
  readonly reference: string;
}

type Made = (repository: string, rest: string) => Route;

const ROUTES: readonly (readonly [RegExp, Made])[] = [
  [/^\/token()()$/, () => ({ kind: 'token' })],
  [/^\/v2\/?()()$/, () => ({ kind: 'base' })],
  [/^\/v2\/(.+)\/blobs\/uploads\/?()$/, (repository) => ({ kind: 'uploads', repository })],
  [/^\/v2\/(.+)\/blobs\/uploads\/([^/]+)$/, (repository, id) => ({ kind: 'upload', repository, id })],
  [/^\/v2\/(.+)\/blobs\/([^/]+)$/, (repository, digest) => ({ kind: 'blob', repository, digest })],
  [
    /^\/v2\/(.+)\/manifests\/([^/]+)$/,
    (repository, reference) => ({ kind: 'manifest', repository, reference }),
  ],
  [/^\/v2\/(.+)\/tags\/list()$/, (repository) => ({ kind: 'tags', repository })],
  [/^\/v2\/(.+)\/referrers\/([^/]+)$/, (repository, digest) => ({ kind: 'referrers', repository, digest })],
];

/** Finds the endpoint; `undefined` for any other path. */
export function parseRoute(path: string): Route | undefined {
  for (const [pattern, made] of ROUTES) {
    const match = pattern.exec(path);
    if (match !== null) return made(match[1] ?? '', decodeURIComponent(match[2] ?? ''));
  }
  return undefined;
}

/** The repository that a route is about. */
export function routeRepository(route: Route): string | undefined {
  return 'repository' in route ? route.repository : undefined;
}
