import { until } from '../../cluster/deadline.ts';
import { gadgetDefinition } from '../builders/custom-resource.ts';
import type { Site } from './site.ts';

/** Defines gadgets in a group of the site's own and waits until the API serves them. */
export async function defineGadgets(site: Site, group: string): Promise<void> {
  await site.define(gadgetDefinition(group));
  const path = `/apis/${group}/v1/gadgets`;
  await until(`the resource ${path}`, 30, async () => site.api.request(path).catch(() => undefined));
}
