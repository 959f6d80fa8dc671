/** Passwords that were given by environment variables: taken out of the environment as soon as the program starts. */

const SECRET = /^REGISTRY_SWITCH_.*PASSWORD/i;

const taken = new Map<string, string>();

/** Nothing that reads the environment later, as it is or as a whole (reports, children), finds a password there. */
export function takeSecretVariables(environment: NodeJS.ProcessEnv = process.env): void {
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || !SECRET.test(name)) continue;
    taken.set(name, value);
    Reflect.deleteProperty(environment, name);
  }
}

/** The password that a variable held, or holds. */
export function secretVariable(name: string): string | undefined {
  return taken.get(name) ?? process.env[name];
}
