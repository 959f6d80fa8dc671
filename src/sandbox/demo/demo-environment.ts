/** The environment in which the program finds the sandbox, and nothing else. */
import { CA_VARIABLE } from './demo-commands.ts';
import { TARGET } from './registries/demo-registries.ts';

export interface SandboxPlaces {
  /** File of the kubeconfig. */
  readonly kubeconfig: string;
  /** URL of the way to the registries. */
  readonly proxy: string;
  /** File of the authority of the registries. */
  readonly ca: string;
}

/** The lower-case names would win over those that are set. */
const UNSET = ['https_proxy', 'no_proxy'];

export function demoVariables({ kubeconfig, proxy, ca }: SandboxPlaces): Readonly<Record<string, string>> {
  return {
    KUBECONFIG: kubeconfig,
    HTTPS_PROXY: proxy,
    NO_PROXY: '127.0.0.1',
    [CA_VARIABLE]: ca,
    REGISTRY_SWITCH_USERNAME: TARGET.login.username,
    REGISTRY_SWITCH_PASSWORD: TARGET.login.password,
  };
}

/** For a process of the demo: this one's environment and the variables. `dockerConfig` is a folder without logins. */
export function productEnvironment(places: SandboxPlaces, dockerConfig: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !UNSET.includes(name));
  return { ...Object.fromEntries(inherited), ...demoVariables(places), DOCKER_CONFIG: dockerConfig };
}

/** For a shell to source: the variables, and a folder in which kubectl finds this very program. */
export function environmentScript(places: SandboxPlaces, pluginFolder: string): string {
  const lines = Object.entries(demoVariables(places)).map(
    ([name, value]) => `export ${name}=${quoted(value)}`,
  );
  return [`unset ${UNSET.join(' ')}`, ...lines, `export PATH=${quoted(pluginFolder)}:"$PATH"`, ''].join('\n');
}

/** For sh, whatever is in it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
