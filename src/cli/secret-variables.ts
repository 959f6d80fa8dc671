/** The second one is that of the script that comes with Deckhouse, which `copier-secret` replaces. */
const SECRET = /^(REGISTRY_SWITCH_.*PASSWORD|REPO_PASSWORD$)/i;

const taken = new Map<string, string>();

/** Moves passwords out of the environment before a command runs, so that neither reports nor child processes see them. */
export function takeSecretVariables(environment: NodeJS.ProcessEnv = process.env): void {
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || !SECRET.test(name)) continue;
    taken.set(name, value);
    Reflect.deleteProperty(environment, name);
  }
}

/** The password that a variable holds, or held before. */
export function secretVariable(name: string): string | undefined {
  return taken.get(name) ?? process.env[name];
}
