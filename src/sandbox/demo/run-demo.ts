/** The demo: a sandbox, an estate in it, the real move of it, and what it looks like before and after. */
import { once } from 'node:events';
import { dirname } from 'node:path';
import { parseImageReference } from '../../domain/image/parse-reference.ts';
import { demoCommands, type DemoCommands } from './demo-commands.ts';
import type { DemoOptions } from './demo-options.ts';
import { environmentScript, productEnvironment, quoted } from './demo-environment.ts';
import { type DemoEstate, demoEstate } from './estate/demo-estate.ts';
import { isOnPath } from './is-on-path.ts';
import { playDeckhouse } from './play-deckhouse.ts';
import { openProduct, type Product } from './run-product.ts';
import { seedEstate, untilHealed } from './seed/seed-estate.ts';
import { seedImages } from './seed/seed-images.ts';
import { type Argument, commandText, PLUGIN, PROGRAM, valuesOf } from './show/command-line.ts';
import { estateText, healedText, placesText } from './show/estate-text.ts';
import { keepText } from './show/keep-text.ts';
import type { Narrator } from './show/narrator.ts';
import { planText, type PrintedPlan, waysOutText } from './show/plan-text.ts';
import { type PrintedImages, registryTable } from './show/registry-table.ts';
import { DEMO_NODES, type DemoSandbox, type Endings, startDemoSandbox } from './start-demo-sandbox.ts';

/** Resolves with the exit code of the migration; leaves nothing behind. Rejects when `signal` is aborted. */
export async function runDemo(options: DemoOptions): Promise<number> {
  const endings: Endings = [];
  try {
    return await (options.estate === 'deckhouse' ? playDeckhouse(options, endings) : play(options, endings));
  } finally {
    for (const end of endings.toReversed()) await end();
  }
}

interface Stage {
  readonly narrator: Narrator;
  readonly sandbox: DemoSandbox;
  readonly estate: DemoEstate;
  readonly product: Product;
  readonly commands: DemoCommands;
  readonly signal: AbortSignal;
}

async function play({ migrate, keep, ...options }: DemoOptions, endings: Endings): Promise<number> {
  const began = performance.now();
  const stage = await setUp(options, endings);
  const { narrator, sandbox, commands, signal } = stage;
  await narrator.heading('Before');
  await showRegistries(stage);
  const code = migrate ? await move(stage) : 0;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  await narrator.say(['', `That took ${seconds} s.`]);
  if (!keep) {
    await narrator.say([`To play with it yourself: ${PROGRAM} demo --keep`]);
    return code;
  }
  const { kubeconfig } = sandbox.places;
  const script = writeScript(sandbox, options.program);
  await narrator.heading('It stays until you press Ctrl-C');
  await narrator.say(
    keepText({
      kubeconfig,
      script,
      commands,
      moved: migrate,
      kubectl: isOnPath('kubectl'),
      width: narrator.width,
    }),
  );
  if (!signal.aborted) await once(signal, 'abort');
  throw signal.reason;
}

async function setUp(
  { narrator, copierImage, program, signal }: Omit<DemoOptions, 'keep' | 'migrate' | 'estate'>,
  endings: Endings,
): Promise<Stage> {
  await narrator.heading('kubectl registry-switch: a whole move, on a cluster inside this process');
  const sandbox = await startDemoSandbox(parseImageReference(copierImage).host, endings);
  const { folder, places, registries, server, objects } = sandbox;
  await narrator.say(placesText({ server, nodes: DEMO_NODES.length }, narrator.width));
  const { billingDigest } = seedImages(registries, copierImage);
  const estate = demoEstate({ node: DEMO_NODES[0] ?? '', billingDigest });
  await narrator.say(['', `Seeding ${estate.workloads.length} workloads ...`]);
  await seedEstate({ objects, registries }, estate, signal);
  await narrator.heading('What is there');
  await narrator.say(estateText(estate, narrator.width));
  const product = openProduct({ program, env: productEnvironment(places, folder.path), signal });
  return { narrator, sandbox, estate, product, commands: demoCommands(places.ca), signal };
}

async function move(stage: Stage): Promise<number> {
  const { narrator, product, commands, sandbox, signal } = stage;
  await narrator.heading('What a careful move would leave alone, and why');
  await narrator.command(`${commandText(commands.carefulPlan, narrator.width)}      # in short`);
  const plan = await product.ask<PrintedPlan>(valuesOf(commands.carefulPlan));
  await narrator.say(planText(plan, narrator.width));
  await narrator.heading('The move, with the way out for each of them');
  await narrator.say(waysOutText(narrator.width));
  const code = await show(stage, commands.migrate);
  const stuck = code === 0 ? await untilHealed(sandbox.objects, signal) : [];
  await narrator.heading('After');
  await showRegistries(stage);
  if (code === 0) await narrator.say(['', healedText(stuck)]);
  await show(stage, commands.verify);
  return code;
}

async function show({ narrator, product }: Stage, args: readonly Argument[]): Promise<number> {
  await narrator.command(commandText(args, narrator.width));
  return product.show(valuesOf(args));
}

async function showRegistries({ narrator, product, commands }: Stage): Promise<void> {
  await narrator.command(`${commandText(commands.images, narrator.width)}      # summed up by registry`);
  await narrator.say(registryTable(await product.ask<PrintedImages>(valuesOf(commands.images))));
}

/** A file for a shell to source; kubectl finds this very program by it. */
function writeScript({ folder, places }: DemoSandbox, program: string): string {
  const start = `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(program)} "$@"\n`;
  const plugin = folder.write(`bin/${PLUGIN}`, start, 'program');
  return folder.write('env', environmentScript(places, dirname(plugin)));
}
