import { type SandboxRegistry, type SandboxRegistryOptions, startRegistry } from '../../src/sandbox/index.ts';
import { onTearDown } from './tear-down.ts';

/** Starts a registry that stops after the test. */
export async function sandbox(options: SandboxRegistryOptions = {}): Promise<SandboxRegistry> {
  const registry = await startRegistry(options);
  onTearDown(async () => registry.stop());
  return registry;
}
