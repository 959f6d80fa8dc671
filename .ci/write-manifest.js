// Writes oclif.manifest.json of the built package in the current folder, as `oclif manifest` does with 220 packages more.
import { writeFileSync } from 'node:fs';
import { Plugin } from '@oclif/core/config';

const plugin = new Plugin({
  root: process.cwd(),
  type: 'core',
  errorOnManifestCreate: true,
  ignoreManifest: true,
  respectNoCacheDefault: true,
});
await plugin.load();
writeFileSync('oclif.manifest.json', JSON.stringify(plugin.manifest));
