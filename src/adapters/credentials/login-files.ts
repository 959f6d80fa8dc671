import path from 'node:path';

/** Where the user's environment says that things are. */
export interface UserEnvironment {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The home folder. */
  readonly home: string;
}

/**
 * The files that may hold logins, in the order of their weight: a file named by REGISTRY_AUTH_FILE (skopeo, podman),
 * docker's (DOCKER_CONFIG, else `~/.docker`), podman's (containers-auth.json(5)).
 */
export function loginFiles({ environment, home }: UserEnvironment): readonly string[] {
  const { REGISTRY_AUTH_FILE, DOCKER_CONFIG, XDG_RUNTIME_DIR } = environment;
  return [
    ...given(REGISTRY_AUTH_FILE),
    path.join(given(DOCKER_CONFIG)[0] ?? path.join(home, '.docker'), 'config.json'),
    ...given(XDG_RUNTIME_DIR).map((folder) => path.join(folder, 'containers', 'auth.json')),
  ];
}

/** An empty variable is as good as none. */
function given(value: string | undefined): readonly string[] {
  return value === undefined || value === '' ? [] : [value];
}
