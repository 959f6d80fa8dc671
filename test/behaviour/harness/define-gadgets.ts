import { until } from '../../cluster/deadline.ts';
import { widgetDefinition } from '../builders/cluster-scoped.ts';
import { gadgetDefinition } from '../builders/custom-resource.ts';
import type { Site } from './site.ts';

/** Defines gadgets in a group of the site's own and waits until the API serves them. */
export async function defineGadgets(site: Site, group: string): Promise<void> {
  await site.define(gadgetDefinition(group));
  await untilServed(site, `/apis/${group}/v1/gadgets`);
}

/** The same for widgets, which belong to no namespace. */
export async function defineWidgets(site: Site, group: string): Promise<void> {
  await site.define(widgetDefinition(group));
  await untilServed(site, `/apis/${group}/v1/widgets`);
}

async function untilServed(site: Site, path: string): Promise<void> {
  await until(`the resource ${path}`, 30, async () => site.api.request(path).catch(() => undefined));
}
