/** Variables of this tool, passwords among them. */
const OWN = /^REGISTRY_SWITCH_/i;

type Environment = Readonly<Record<string, string | undefined>>;

/** What programs are given that the tool starts, such as credential helpers: nothing that was meant for the tool alone. */
export function childEnvironment(environment: Environment): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !OWN.test(name)));
}
