import { readFileSync, writeFileSync } from 'node:fs';
import { certificateFiles } from './certificates.ts';
import { API_SERVER } from './layout.ts';

/** Writes a kubeconfig (JSON is YAML too) for the holder of the certificate called `user`, with all keys inside. */
export function writeKubeconfig(file: string, certificates: string, user: string): void {
  const { certificate, key } = certificateFiles(certificates, user);
  const base64 = (path: string) => readFileSync(path).toString('base64');
  const authority = base64(certificateFiles(certificates, 'cluster-ca').certificate);
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server: API_SERVER, 'certificate-authority-data': authority } }],
    users: [
      {
        name: user,
        user: { 'client-certificate-data': base64(certificate), 'client-key-data': base64(key) },
      },
    ],
    contexts: [{ name: 'test', context: { cluster: 'test', user } }],
    'current-context': 'test',
  };
  writeFileSync(file, JSON.stringify(kubeconfig, undefined, 2), { mode: 0o600 });
}
