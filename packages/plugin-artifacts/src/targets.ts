import { platform } from 'node:os';
import type { ArtifactsOptions, Host } from './options.ts';

/** What a program is made for. */
export interface Target {
  readonly os: string;
  readonly arch: string;
  readonly host?: Host;
  readonly env?: Readonly<Record<string, string>>;
}

const usual: readonly string[] = [
  'linux/amd64',
  'linux/arm64',
  'darwin/amd64',
  'darwin/arm64',
  'windows/amd64',
];

/** Gives the targets of the options. */
export function targetsOf({ targets = usual }: Pick<ArtifactsOptions, 'targets'>): readonly Target[] {
  return targets.map((target) => {
    if (typeof target !== 'string') return target;
    const [os = '', arch = ''] = target.split('/');
    return { os, arch };
  });
}

export const nameOf = ({ os, arch }: Target): string => `${os}/${arch}`;

/** The ending of programs. */
export const exeOf = ({ os }: Target): string => (os === 'windows' ? '.exe' : '');

/** The kind of this machine, as targets name it. */
export const thisHost = (): string => (platform() === 'win32' ? 'windows' : platform());
