/** Docker Hub, the registry that image references may leave out. */
export const DOCKER_HUB = 'docker.io';

/** Its old name, still written in references and login files. */
export const DOCKER_INDEX = 'index.docker.io';

/** The namespace of repositories written without one. */
export const OFFICIAL_PREFIX = 'library/';
