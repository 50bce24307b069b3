import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Why no cluster can run here; undefined if one can. */
export function lacking(): string | undefined {
  const missing = ['munged', 'slurmctld', 'slurmd', 'sbatch'].find((name) => spawnSync(name, ['-V']).error);
  if (missing) return `${missing} is not installed (Debian: slurm-wlm, munge)`;
  return userInfo().uid === 0 ? undefined : 'slurmd needs root';
}

export interface Cluster {
  /** The variable by which Slurm's commands find it. */
  readonly env: { readonly SLURM_CONF: string };
  /** Runs one of Slurm's commands and returns its output. */
  command(program: string, ...args: readonly string[]): string;
  stop(): Promise<void>;
}

/**
 * A Slurm of its own on this machine: a key, a controller and one node with two cores, in two partitions, of which
 * `urgent` preempts `trials` and requeues its jobs. All files are in a temporary folder.
 */
export async function startCluster(): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'fer-slurm-'));
  for (const name of ['state', 'spool']) mkdirSync(join(folder, name));
  const conf = join(folder, 'slurm.conf');
  writeFileSync(join(folder, 'munge.key'), randomBytes(128), { mode: 0o400 });
  writeFileSync(conf, configuration(folder, await freePort(), await freePort()));
  const env = { SLURM_CONF: conf };
  const daemons: ChildProcess[] = [];
  const start = (program: string, ...args: readonly string[]) => {
    const log = openSync(join(folder, `${program}.log`), 'a');
    daemons.push(spawn(program, args, { stdio: ['ignore', log, log], env: { ...process.env, ...env } }));
  };
  const command = (program: string, ...args: readonly string[]) => {
    const { stdout, stderr, status } = spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, ...env } });
    if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
    return stdout;
  };
  const stop = async () => {
    for (const daemon of [...daemons].reverse()) await ended(daemon);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const munge = (name: string) => join(folder, `munge.${name}`);
    start(
      'munged',
      ...['--foreground', '--force', `--key-file=${munge('key')}`, `--socket=${munge('socket')}`],
      ...[`--pid-file=${munge('pid')}`, `--log-file=${munge('log')}`, `--seed-file=${munge('seed')}`],
    );
    await until('munged', () => existsSync(munge('socket')));
    start('slurmctld', '-D', '-f', conf);
    start('slurmd', '-D', '-f', conf, '-N', 'node');
    await until('the node', () => /^idle/.test(command('sinfo', '--noheader', '--partition=trials', '--format=%T')));
  } catch (error) {
    const logs = ['slurmctld', 'slurmd'].map((name) => join(folder, `${name}.log`)).filter(existsSync);
    const said = logs.map((file) => readFileSync(file, 'utf8').slice(-1500)).join('\n');
    await stop();
    throw new Error(`${(error as Error).message}\n${said}`);
  }
  return { env, command, stop };
}

function configuration(folder: string, controller: number, node: number): string {
  const user = userInfo().username;
  return `ClusterName=test
SlurmctldHost=${hostname()}(127.0.0.1)
SlurmctldPort=${controller}
SlurmdPort=${node}
SlurmUser=${user}
SlurmdUser=${user}
AuthType=auth/munge
AuthInfo=socket=${folder}/munge.socket
CredType=cred/munge
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
MpiDefault=none
SwitchType=switch/none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1,requeue_delay=1
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
ReturnToService=2
KillWait=30
NodeName=node NodeAddr=127.0.0.1 NodeHostname=${hostname()} CPUs=2 Boards=1 SocketsPerBoard=1 CoresPerSocket=2 ThreadsPerCore=1 State=UNKNOWN
PartitionName=trials Nodes=node Default=YES MaxTime=INFINITE State=UP PriorityTier=1
PartitionName=urgent Nodes=node MaxTime=INFINITE State=UP PriorityTier=2 PreemptMode=OFF
`;
}

async function until(what: string, holds: () => boolean): Promise<void> {
  let fault: unknown;
  for (let tries = 0; tries < 150; tries++) {
    try {
      if (holds()) return;
    } catch (error) {
      fault = error; // the daemon does not answer yet
    }
    await sleep(200);
  }
  throw new Error(`${what} must come up within 30 s: ${fault}`);
}

async function ended(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return;
  const exit = new Promise((resolve) => daemon.once('exit', resolve));
  daemon.kill('SIGTERM');
  const slow = setTimeout(() => daemon.kill('SIGKILL'), 5000);
  await exit;
  clearTimeout(slow);
}

/** A port that is currently free. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
