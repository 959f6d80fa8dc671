/** Variables of this tool, passwords among them. */
const OWN = /^REGISTRY_SWITCH_/i;

type Environment = Readonly<Record<string, string | undefined>>;

/** The environment of child processes such as credential helpers, without the tool's own variables. */
export function childEnvironment(environment: Environment): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !OWN.test(name)));
}
