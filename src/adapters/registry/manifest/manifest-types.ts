/** Media types of manifests: OCI image specification, and Docker's image manifest versions. */
export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
export const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';
const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';
export const DOCKER_SCHEMA_1 = 'application/vnd.docker.distribution.manifest.v1+prettyjws';
const DOCKER_SCHEMA_1_UNSIGNED = 'application/vnd.docker.distribution.manifest.v1+json';

/** What lists no other manifests. */
export const SINGLE_MANIFESTS: ReadonlySet<string> = new Set([
  OCI_MANIFEST,
  DOCKER_MANIFEST,
  DOCKER_SCHEMA_1,
  DOCKER_SCHEMA_1_UNSIGNED,
]);

/** Configurations of images that run; other manifests carry charts, signatures and the like. */
export const IMAGE_CONFIGS: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
]);

/** All of them, the oldest last: a registry that converts takes the first it can. */
export const ACCEPT_MANIFESTS = [
  OCI_INDEX,
  OCI_MANIFEST,
  DOCKER_LIST,
  DOCKER_MANIFEST,
  DOCKER_SCHEMA_1,
  DOCKER_SCHEMA_1_UNSIGNED,
].join(', ');
