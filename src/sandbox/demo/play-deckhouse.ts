/** The demo of Deckhouse: it moves to a registry of the customer's own by its image copier, and nothing of the old one is left. */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { pushDeckhouseImages } from '../deckhouse/image-table.ts';
import { startDeckhouse } from '../deckhouse/start-deckhouse.ts';
import { DEPLOYMENTS, PODS } from '../objects/api-resources.ts';
import type { Objects } from '../objects/objects.ts';
import { productEnvironment } from './demo-environment.ts';
import { CA_VARIABLE } from './demo-commands.ts';
import { DemoFailure } from './demo-failure.ts';
import { PLATFORM, PRIVATE_VENDOR, TARGET } from './registries/demo-registries.ts';
import type { DemoOptions } from './demo-options.ts';
import { openProduct, type Product } from './run-product.ts';
import { type Argument, commandText, valuesOf } from './show/command-line.ts';
import { placesText } from './show/estate-text.ts';
import type { Narrator } from './show/narrator.ts';
import { type PrintedImages, registryTable } from './show/registry-table.ts';
import { DEMO_NODES, type DemoSandbox, type Endings, startDemoSandbox } from './start-demo-sandbox.ts';

const REPOSITORY = 'deckhouse/ee';
const FROM = `${PRIVATE_VENDOR.host}/${REPOSITORY}`;
const TO = `${TARGET.host}/mirror/deckhouse`;
const APPLICATION = { namespace: 'shop', name: 'storefront' };
/** How much faster than in a real cluster Deckhouse and its nodes follow. */
const SPEED = 8;
const PATIENCE_MILLISECONDS = 60_000;

interface Show {
  readonly narrator: Narrator;
  readonly product: Product;
}

/** Gives the exit code of the move: 0 when nothing of the old registry is left. */
export async function playDeckhouse(
  { narrator, program, signal }: Pick<DemoOptions, 'narrator' | 'program' | 'signal'>,
  endings: Endings,
): Promise<number> {
  await narrator.heading(
    'kubectl registry-switch: Deckhouse moves to another registry, on a cluster inside this process',
  );
  const sandbox = await startDemoSandbox('copier.example', endings);
  await narrator.say(placesText({ server: sandbox.server, nodes: DEMO_NODES.length }, narrator.width));
  await installDeckhouse(sandbox, endings);
  await untilReady(sandbox.objects, signal);
  const { places, folder } = sandbox;
  const show: Show = {
    narrator,
    product: openProduct({ program, env: productEnvironment(places, folder.path), signal }),
  };
  await narrator.heading('Before');
  await showRegistries(show);
  const target = ['--to', TO];
  const trust: Argument[] = ['--registry-ca', { variable: CA_VARIABLE, value: places.ca }];
  await narrator.heading('Deckhouse copies its images itself');
  const copied = await run(show, ['copy', '--platform', ...target, '--yes']);
  if (copied !== 0) return copied;
  await narrator.heading('Deckhouse is switched; its modules and the nodes follow');
  const switched = await run(show, [
    'switch',
    '--platform',
    ...target,
    ...trust,
    '--share-push-login',
    '--yes',
  ]);
  if (switched !== 0) return switched;
  const { namespace, name } = APPLICATION;
  await narrator.command(`kubectl rollout restart -n ${namespace} deployment.apps/${name}`);
  restart(sandbox.objects);
  await untilReady(sandbox.objects, signal);
  await narrator.heading('After');
  await showRegistries(show);
  return run(show, ['verify', '--from', FROM]);
}

async function installDeckhouse(
  { registries, network, places }: DemoSandbox,
  endings: Endings,
): Promise<void> {
  const source = registries.get(PRIVATE_VENDOR.host);
  if (source === undefined) throw new Error(`there is no registry ${PRIVATE_VENDOR.host} in the demo`);
  const pushed = await pushDeckhouseImages(REPOSITORY, (image) => source.seedImage(image));
  registries.get(PLATFORM.host)?.seedImage({ repository: 'shop/storefront', tag: '1' });
  const ca = readFileSync(places.ca, 'utf8');
  const deckhouse = await startDeckhouse({
    kubeconfig: readFileSync(places.kubeconfig, 'utf8'),
    generation: 'copier',
    images: { base: FROM, ca, login: PRIVATE_VENDOR.login, ...pushed },
    applications: [{ ...APPLICATION, image: `${PLATFORM.host}/shop/storefront:1` }],
    speed: SPEED,
    network,
    trustedAuthorities: new Map([[TARGET.host, ca]]),
  });
  endings.push(async () => deckhouse.stop());
}

/** As kubectl does it. */
function restart(objects: Objects): void {
  objects.update(DEPLOYMENTS, APPLICATION, (deployment) => {
    const { spec } = deployment;
    if (spec === undefined) return deployment;
    const { template } = spec;
    const annotations = {
      ...template.metadata?.annotations,
      'kubectl.kubernetes.io/restartedAt': new Date().toISOString(),
    };
    return {
      ...deployment,
      spec: { ...spec, template: { ...template, metadata: { ...template.metadata, annotations } } },
    };
  });
}

/** All pods run, and there is as much of everything as there should be. */
async function untilReady(objects: Objects, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    const pods = objects.list(PODS);
    const isRunning = pods.every(
      ({ status }) => (status as { phase?: string } | undefined)?.phase === 'Running',
    );
    if (pods.length > 0 && isRunning) return;
    if (Date.now() > deadline) throw new DemoFailure('the pods of the sandbox did not become ready');
    await pause(200, undefined, { signal });
  }
}

async function run({ narrator, product }: Show, args: readonly Argument[]): Promise<number> {
  await narrator.command(commandText(args, narrator.width));
  return product.show(valuesOf(args));
}

async function showRegistries({ narrator, product }: Show): Promise<void> {
  await narrator.command(`${commandText(['images'], narrator.width)}      # summed up by registry`);
  await narrator.say(registryTable(await product.ask<PrintedImages>(['images'])));
}
