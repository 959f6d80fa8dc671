/** The move of Deckhouse by its image copier as commands for people to paste, in the order of its document. */
import { formatImageReference } from '../../../domain/image/format-reference.ts';
import { COPIER_SECRET, D8_SYSTEM } from './copier-secret.ts';
import { encodedKeys, registryKeys, type TargetRegistry } from '../target-registry.ts';

const KUBECTL = `kubectl -n ${D8_SYSTEM}`;

/**
 * `secret`: the manifest of the copier's Secret. Logins stand in documents on standard input, never among the arguments
 * of a program, where every user of the machine could read them.
 */
export function copierScript(target: TargetRegistry, secret: string): string {
  return [...copying(secret), ...switching(target), ...afterwards()].join('\n');
}

function copying(secret: string): string[] {
  return [
    '# 1. Copy the images. Deckhouse adds the list of its images to the Secret and starts Job copy-images.',
    `${KUBECTL} create -f - <<'EOF'`,
    secret.trimEnd(),
    'EOF',
    '# Follow it. When all is copied, Deckhouse removes Secret, Job and pod; when it failed, all of them stay.',
    '# Deleting the Secret removes the Job and its pod too, in whatever state they are.',
    `for i in $(seq 30); do ${KUBECTL} get job copy-images && break; sleep 2; done`,
    `${KUBECTL} logs -f job/copy-images --pod-running-timeout=5m`,
    `${KUBECTL} wait --for=delete secret/${COPIER_SECRET} --timeout=60s`,
    `# To repeat a copy that failed: ${KUBECTL} annotate --overwrite secret ${COPIER_SECRET} retry="$(date +%s)"`,
    '',
  ];
}

function switching(target: TargetRegistry): string[] {
  const patch = JSON.stringify({ data: encodedKeys(registryKeys(target)) });
  return [
    '# 2. Switch. Keep the backup: it is the way back. Leave no pause between the two changes. Where a policy refuses',
    '# changes of objects with the label "heritage: deckhouse", add: --as=system:sudouser',
    `(umask 077 && ${KUBECTL} get secret deckhouse-registry -o yaml > backup-deckhouse-registry-secret.yaml)`,
    `${KUBECTL} patch secret deckhouse-registry --type=merge --patch-file=/dev/stdin <<'EOF'`,
    patch,
    'EOF',
    `${KUBECTL} set image deployment/deckhouse 'deckhouse=${formatImageReference(target.image)}'`,
    '',
  ];
}

function afterwards(): string[] {
  return [
    '# 3. Wait for Deckhouse. A pod that is stuck in ImagePullBackOff has to be deleted once the Secret is right.',
    `${KUBECTL} rollout status deployment/deckhouse --timeout=10m || ${KUBECTL} delete pod -l app=deckhouse --field-selector=status.phase=Pending`,
    '# 4. On each node the configuration has to become that of its group. Columns: node, group, checksum; then what is wanted.',
    'kubectl get nodes -o jsonpath=\'{range .items[*]}{.metadata.name}{"\\t"}{.metadata.labels.node\\.deckhouse\\.io/group}{"\\t"}{.metadata.annotations.node\\.deckhouse\\.io/configuration-checksum}{"\\n"}{end}\'',
    'kubectl -n d8-cloud-instance-manager get secret configuration-checksums -o go-template=\'{{range $group, $sum := .data}}{{$group}}{{"\\t"}}{{$sum | base64decode}}{{"\\n"}}{{end}}\'',
    '# 5. With istio: restart the workloads whose pods have a sidecar, so that these come from the new registry.',
    '# 6. See what still refers to the registry before:',
    'kubectl registry-switch verify --from registry.deckhouse.io',
    '',
  ];
}
