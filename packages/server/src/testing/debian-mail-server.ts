import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';

/** Postfix and Dovecot on the loopback address, in a folder of their own. Mail to `name+anything@…` is for `name@…`. */
export interface DebianMailServer {
  readonly smtpUrl: string;
  imapUrl(address: string): string;
  /** The mail that was delivered to an address, in no order. */
  mailbox(address: string): Promise<Email[]>;
  /** What the servers logged, for the message of a test that failed. */
  log(): string;
  stop(): Promise<void>;
}

const programs = ['/usr/sbin/postfix', '/usr/sbin/dovecot', '/usr/lib/dovecot/lmtp', '/usr/lib/dovecot/imap'] as const;
const password = 'of the test';

/** Why there can be no mail server here; undefined where there can. */
export function noMailServerBecause(): string | undefined {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) return 'Postfix and Dovecot are installed by apt, which is not here';
  if (process.getuid?.() !== 0) return 'Postfix and Dovecot run as root alone';
  return undefined;
}

/** Installs what is not there yet, without starting it as a service of the machine. */
function install(): void {
  if (programs.every((path) => existsSync(path))) return;
  // In run level 1 Debian's packages start no service.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const apt = (...args: string[]): void => void execFileSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', '-y', ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  apt('update');
  apt('install', '--no-install-recommends', 'postfix', 'dovecot-imapd', 'dovecot-lmtpd');
}

/**
 * @param addresses with a mailbox
 * @param gone addresses that Postfix takes mail for and Dovecot knows no mailbox of: it comes back
 * @throws Error with the servers' log where they do not start
 */
export async function startDebianMailServer(addresses: readonly string[], gone: readonly string[]): Promise<DebianMailServer> {
  install();
  const folder = mkdtempSync('/tmp/vinculo-mail-');
  chmodSync(folder, 0o755);
  const [smtpPort, imapPort, lmtpPort] = [await freePort(), await freePort(), await freePort()];
  const id = (user: string, of: '-u' | '-g'): number => Number(execFileSync('id', [of, user], { encoding: 'utf8' }));
  const within = (name: string, owner: string): string => {
    const path = join(folder, name);
    mkdirSync(path);
    chownSync(path, id(owner, '-u'), id(owner, '-g'));
    return path;
  };
  const config = within('postfix', 'root');
  const mail = within('mail', 'mail');
  const text = (path: string, ...lines: string[]): void => writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o644 });
  const domains = [...new Set([...addresses, ...gone].map((address) => address.split('@')[1]!))];

  text(join(config, 'main.cf'),
    'compatibility_level = 3.6', `queue_directory = ${within('spool', 'root')}`, `data_directory = ${within('data', 'postfix')}`, `config_directory = ${config}`, 'mail_owner = postfix', 'setgid_group = postdrop',
    'daemon_directory = /usr/lib/postfix/sbin', 'command_directory = /usr/sbin', `maillog_file = ${folder}/postfix.log`, `maillog_file_prefixes = ${folder}`,
    'inet_interfaces = 127.0.0.1', 'inet_protocols = ipv4', 'myhostname = mx.shop.test', 'mydestination =', 'mynetworks = 127.0.0.0/8', 'alias_maps =', 'disable_dns_lookups = yes', 'recipient_delimiter = +', 'biff = no',
    `virtual_mailbox_domains = ${domains.join(', ')}`, `virtual_mailbox_maps = texthash:${config}/mailboxes`, `virtual_transport = lmtp:inet:127.0.0.1:${lmtpPort}`, 'local_transport = error:none here', 'default_transport = error:no mail leaves this machine', 'smtpd_tls_security_level = none', 'smtp_tls_security_level = none');
  text(join(config, 'mailboxes'), ...[...addresses, ...gone].map((address) => `${address} here`));
  const service = (name: string, type: string, program: string, most = '-', isPrivate = '-'): string => `${name} ${type} ${isPrivate} - n - ${most} ${program}`;
  text(join(config, 'master.cf'),
    service(`127.0.0.1:${smtpPort}`, 'inet', 'smtpd', '-', 'n'), service('pickup', 'unix', 'pickup', '1', 'n'), service('cleanup', 'unix', 'cleanup', '0', 'n'), service('qmgr', 'unix', 'qmgr', '1', 'n'), service('rewrite', 'unix', 'trivial-rewrite'),
    service('bounce', 'unix', 'bounce', '0'), service('defer', 'unix', 'bounce', '0'), service('trace', 'unix', 'bounce', '0'), service('verify', 'unix', 'verify', '1'), service('flush', 'unix', 'flush', '0', 'n'), service('proxymap', 'unix', 'proxymap'),
    service('lmtp', 'unix', 'lmtp'), service('smtp', 'unix', 'smtp'), service('error', 'unix', 'error'), service('retry', 'unix', 'error'), service('anvil', 'unix', 'anvil', '1'), service('scache', 'unix', 'scache', '1'), service('postlog', 'unix-dgram', 'postlogd', '1', 'n'));

  text(join(folder, 'users'), ...addresses.map((address) => `${address}:{plain}${password}::::::`));
  text(join(folder, 'dovecot.conf'),
    `base_dir = ${folder}/run`, `state_dir = ${folder}/state`, `log_path = ${folder}/dovecot.log`, 'protocols = imap lmtp', 'listen = 127.0.0.1', 'ssl = no', 'disable_plaintext_auth = no', 'recipient_delimiter = +', 'lmtp_hdr_delivery_address = original',
    `mail_location = maildir:${mail}/%u`, 'first_valid_uid = 1', 'first_valid_gid = 1', 'mail_uid = mail', 'mail_gid = mail',
    `passdb {\n  driver = passwd-file\n  args = username_format=%u ${folder}/users\n}`, `userdb {\n  driver = passwd-file\n  args = username_format=%u ${folder}/users\n  override_fields = uid=mail gid=mail home=${mail}/%u\n}`,
    `service imap-login {\n  inet_listener imap {\n    port = ${imapPort}\n  }\n  inet_listener imaps {\n    port = 0\n  }\n}`, `service lmtp {\n  inet_listener lmtp {\n    address = 127.0.0.1\n    port = ${lmtpPort}\n  }\n}`);

  const children = [start('/usr/sbin/dovecot', ['-F', '-c', join(folder, 'dovecot.conf')]), start('/usr/sbin/postfix', ['-c', config, 'start-fg'])];
  const log = (): string => [...children.map((child) => child.said()), ...['postfix.log', 'dovecot.log'].map((name) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : ''))].join('\n').slice(-8000);
  const pidFile = join(folder, 'spool', 'pid', 'master.pid');
  const stop = async (): Promise<void> => {
    // Its master is a process of its own, which outlives the program that began it.
    const master = Number(existsSync(pidFile) ? readFileSync(pidFile, 'utf8') : 0);
    if (master > 0) process.kill(master, 'SIGTERM');
    for (const { child } of [...children].reverse()) await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const port of [imapPort, lmtpPort, smtpPort]) await answers(port);
  } catch (cause) {
    const logged = log();
    await stop();
    throw new Error(`The mail servers did not start:\n${logged}`, { cause });
  }
  return {
    smtpUrl: `smtp://127.0.0.1:${smtpPort}`, imapUrl: (address) => `imap://${encodeURIComponent(address)}:${encodeURIComponent(password)}@127.0.0.1:${imapPort}`, log, stop,
    async mailbox(address) {
      const folders = ['new', 'cur'].map((name) => join(mail, address, name)).filter((path) => existsSync(path));
      return Promise.all(folders.flatMap((path) => readdirSync(path).map((file) => PostalMime.parse(readFileSync(join(path, file))))));
    },
  };
}

function start(program: string, args: readonly string[]): { child: ChildProcess; said: () => string } {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return { child, said: () => said };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((done, fail) => {
    server.once('error', fail).listen(0, '127.0.0.1', () => done((server.address() as AddressInfo).port)); // listens on TCP, so the address is one
  });
  await new Promise((done) => server.close(done));
  return port;
}

async function answers(port: number): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const open = await new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1', () => done(true)).once('error', () => done(false));
      socket.unref();
      socket.once('connect', () => socket.destroy());
    });
    if (open) return;
    if (Date.now() > deadline) throw new Error(`Nothing answers on port ${port}.`);
    await new Promise((done) => setTimeout(done, 100));
  }
}
