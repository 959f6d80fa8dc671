/** What is wrong with logins and certificates. */
import { type Describe, loginOf } from './bad-input.ts';

export const LOGINS: Readonly<Record<string, Describe>> = {
  'a password without a user': ({ move }) => ({
    args: ['plan', ...move, '--password-stdin'],
    input: 'secret-word',
    error: [/user/i],
    next: '--username',
  }),
  'an empty password': ({ move }) => ({
    args: ['plan', ...move, '--username', 'me', '--password-stdin'],
    input: '',
    error: [/password/i],
  }),
  'a login Secret without its namespace': ({ move }) => ({
    args: ['plan', ...move, '--to-secret', 'login'],
    error: ['--to-secret'],
    next: /NAMESPACE\/NAME/i,
  }),
  'a login Secret that is not there': ({ move, namespace }) => ({
    args: ['plan', ...move, '--to-secret', `${namespace}/none`],
    error: [`${namespace}/none`],
  }),
  'a login Secret without a login for the target': ({ move, namespace }) => ({
    args: ['plan', ...move, '--to-secret', `${namespace}/login`],
    error: [`${namespace}/login`],
  }),
  'no login for pods and no consent, where nobody can be asked': ({ site, move, namespace }) => ({
    args: ['migrate', '--yes', ...move, ...loginOf(site)],
    input: site.cluster.target.password,
    error: [`everyone who can read Secrets in 1 namespace (${namespace}) can push`],
    next: /--pull-username.*--pull-secret.*--share-push-login/,
  }),
  'a user for pods without password': ({ move }) => ({
    args: ['plan', ...move, '--pull-username', 'puller'],
    error: ['puller', /password/],
    next: '--pull-password-file',
  }),
  'a password for pods without user': ({ move, file }) => ({
    args: ['plan', ...move, '--pull-password-file', file('password', 'p4ssword\n')],
    error: [/user/],
    next: '--pull-username',
  }),
  'a password file for pods that is not there': ({ move, folder }) => ({
    args: ['plan', ...move, '--pull-username', 'puller', '--pull-password-file', `${folder}/none`],
    error: ['--pull-password-file', `${folder}/none`],
  }),
  'two passwords on standard input': ({ site, move }) => ({
    args: ['plan', ...move, ...loginOf(site), '--pull-username', 'puller', '--pull-password-file', '-'],
    error: ['--pull-password-file', '--password-stdin'],
  }),
  'a login Secret for pods without a login for the target': ({ move, namespace }) => ({
    args: ['plan', ...move, '--pull-secret', `${namespace}/login`],
    error: ['--pull-secret', `${namespace}/login`],
  }),
  'a workload to be opened that is not there': ({ site, move, namespace }) => ({
    args: ['plan', ...move, ...loginOf(site), '--open', `${namespace}/deployment/none`],
    input: site.cluster.target.password,
    error: [`--open ${namespace}/deployment/none`],
    next: `${namespace}/deployment.apps/`,
  }),
  'a CA file that is not there': ({ move, folder }) => ({
    args: ['plan', ...move, '--registry-ca', `${folder}/none.pem`],
    error: ['none.pem'],
  }),
  'a CA file without a certificate': ({ move, file }) => ({
    args: ['plan', ...move, '--registry-ca', file('ca.pem', 'hello')],
    error: ['ca.pem', /certificate/i],
  }),
  'a TLS mode that is none': ({ move }) => ({
    args: ['plan', ...move, '--registry-tls', 'new.example=perhaps'],
    error: ['perhaps'],
  }),
  'a docker config that is none': ({ move, file, folder }) => {
    file('config.json', '{"auths": [');
    return { args: ['plan', ...move], env: { DOCKER_CONFIG: folder }, error: ['config.json'] };
  },
};
