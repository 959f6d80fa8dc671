import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from './run-command.ts';
import { GATEWAY, NODES, REGISTRIES, SERVICE_ADDRESS } from './layout.ts';

/** Files of a certificate and its key, PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** Where the certificate called `name` is, or will be, in a certificates folder. */
export function certificateFiles(folder: string, name: string): Certificate {
  return { certificate: path.join(folder, `${name}.crt`), key: path.join(folder, `${name}.key`) };
}

/** The CA of a TLS registry is called `registry-NAME-ca`, the registry's own certificate `registry-NAME`. */
export function registryCa(folder: string, name: string): string {
  return certificateFiles(folder, `registry-${name}-ca`).certificate;
}

interface Issue {
  readonly name: string;
  readonly subject: string;
  readonly names?: readonly string[];
}

const OPENSSL_CONFIG = '[req]\ndistinguished_name = name\nprompt = no\n[name]\n';

/** Makes the certificate authorities of the cluster and the TLS registries, and all that they sign. */
export async function makeCertificates(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'openssl.cnf'), OPENSSL_CONFIG);
  await Promise.all([
    makeClusterCertificates(folder),
    makeServiceAccountKey(folder),
    ...registryCertificates(folder),
  ]);
}

async function makeClusterCertificates(folder: string): Promise<void> {
  await makeAuthority(folder, 'cluster-ca');
  const kubernetes = [
    'DNS:kubernetes',
    'DNS:kubernetes.default',
    'DNS:kubernetes.default.svc',
    'DNS:localhost',
  ];
  const issues: Issue[] = [
    {
      name: 'apiserver',
      subject: '/CN=kube-apiserver',
      names: [...kubernetes, `IP:${GATEWAY}`, `IP:${SERVICE_ADDRESS}`, 'IP:127.0.0.1'],
    },
    { name: 'apiserver-kubelet-client', subject: '/O=system:masters/CN=apiserver-kubelet-client' },
    { name: 'admin', subject: '/O=system:masters/CN=admin' },
    { name: 'kube-controller-manager', subject: '/CN=system:kube-controller-manager' },
    { name: 'kube-scheduler', subject: '/CN=system:kube-scheduler' },
    ...NODES.map((node) => ({
      name: node.name,
      subject: `/O=system:nodes/CN=system:node:${node.name}`,
      names: [`DNS:${node.name}`, `IP:${node.address}`],
    })),
  ];
  await Promise.all(issues.map(async (issue) => issueCertificate(folder, 'cluster-ca', issue)));
}

function registryCertificates(folder: string): Promise<void>[] {
  return REGISTRIES.filter((registry) => registry.credentials !== undefined).map(async ({ name, host }) => {
    const [hostname = host] = host.split(':');
    await makeAuthority(folder, `registry-${name}-ca`);
    const issue = { name: `registry-${name}`, subject: `/CN=${hostname}`, names: [`DNS:${hostname}`] };
    await issueCertificate(folder, `registry-${name}-ca`, issue);
  });
}

async function makeAuthority(folder: string, name: string): Promise<void> {
  await openssl(folder, { name, subject: `/CN=${name}` }, [
    ...['-addext', 'basicConstraints = critical, CA:TRUE'],
    ...['-addext', 'keyUsage = critical, keyCertSign, cRLSign'],
    ...['-addext', 'subjectKeyIdentifier = hash'],
  ]);
}

async function issueCertificate(folder: string, authority: string, issue: Issue): Promise<void> {
  const { certificate, key } = certificateFiles(folder, authority);
  await openssl(folder, issue, [
    ...['-CA', certificate, '-CAkey', key],
    ...['-addext', 'keyUsage = critical, digitalSignature'],
    ...['-addext', 'extendedKeyUsage = serverAuth, clientAuth'],
    ...['-addext', 'authorityKeyIdentifier = keyid'],
    ...(issue.names === undefined ? [] : ['-addext', `subjectAltName = ${issue.names.join(', ')}`]),
  ]);
}

async function openssl(folder: string, issue: Issue, args: readonly string[]): Promise<void> {
  const { certificate, key } = certificateFiles(folder, issue.name);
  const request = ['openssl', 'req', '-x509', '-config', path.join(folder, 'openssl.cnf'), '-days', '365'];
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc', '-keyout', key];
  await runCommand([...request, ...newKey, '-out', certificate, '-subj', issue.subject, ...args]);
}

async function makeServiceAccountKey(folder: string): Promise<void> {
  const { certificate, key } = certificateFiles(folder, 'service-account');
  await runCommand(['openssl', 'ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', key]);
  await runCommand(['openssl', 'ec', '-in', key, '-pubout', '-out', certificate]);
}
