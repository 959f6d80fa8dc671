/** This package as oclif's root plugin: only the called command is loaded. */
import { basename, join } from 'node:path';
import { Plugin } from '@oclif/core/config';
import { PACKAGE_ROOT, packageJson } from '../cli/package-json.ts';
import { COMMANDS } from './command-table.ts';

export async function ownPlugin(): Promise<Plugin> {
  const pjson = packageJson();
  const oclif = { ...pjson.oclif };
  delete oclif.commands;
  const plugin = new Plugin({
    ...{ root: PACKAGE_ROOT, isRoot: true, ignoreManifest: true },
    pjson: { ...pjson, oclif },
  });
  await plugin.load();
  plugin.commands = Object.entries(COMMANDS).map(([id, { summary, load }]) => ({
    ...{ id, summary, load, pluginName: plugin.name },
    ...{ aliases: [], hiddenAliases: [], hidden: false, args: {}, flags: {} },
  }));
  plugin.hooks = { command_not_found: [{ target: COMMAND_NOT_FOUND, identifier: 'default' }] };
  return plugin;
}

/** Not in package.json: there it would handle the unknown commands of every program that uses this plugin. */
const COMMAND_NOT_FOUND = join(
  import.meta.dirname,
  basename(import.meta.filename).replace('own-plugin', 'command-not-found'),
);
