import { basename, join, resolve } from 'node:path';
import { type Command, type CommandInvocation, defined, type Problem } from '@launchway/core';
import { packChart, type PackedChart, packageTime, signPackage } from '@launchway/helm';
import { signerOf } from '@launchway/pack';

/** `release package [CHART_DIR] --out DIR`: packages any chart, without a configuration and without helm. */
export const packageCommand: Command = {
  name: 'package',
  summary: 'Package a Helm chart, the same bytes for the same commit',
  options: {
    out: { summary: 'folder for the package; the current one unless told', value: 'DIR' },
    'chart-version': { summary: 'version to write instead of that of Chart.yaml', value: 'VERSION' },
    'app-version': { summary: 'appVersion to write instead of that of Chart.yaml', value: 'VERSION' },
    sign: { summary: 'also write a provenance file, signed with this gpg key', value: 'KEY' },
  },
  args: ['chart-dir?'],
  writes: ['out'],
  standalone: 'only',
  run: packageChart,
};

async function packageChart(invocation: CommandInvocation): Promise<number> {
  const { cwd, effects, options } = invocation;
  const folder = resolve(cwd, invocation.args[0] ?? '.');
  const [version, appVersion] = [text(options['chart-version']), text(options['app-version'])];
  const packed = await packChart(effects.folder(folder), {
    mtime: await packageTime(folder, effects),
    name: basename(folder),
    ...defined({ version, appVersion }),
  });
  for (const warning of packed.warnings) effects.say(`warning: ${said(warning)}`);
  const file = join(resolve(cwd, text(options['out']) ?? '.'), packed.fileName);
  await effects.write(file, packed.bytes);
  const key = text(options['sign']);
  const signer = signerOf(key === undefined ? false : { key });
  if (signer !== undefined) await effects.write(`${file}.prov`, await signPackage(packed, signer, effects));
  invocation.print(invocation.json ? asJson(file, packed) : `${file}\nsha256:${packed.digest}\n`);
  return 0;
}

const said = ({ message, fix }: Problem): string => `${message} ${fix}`;

function asJson(file: string, { digest, chart: { metadata }, warnings }: PackedChart): string {
  const { name, version, appVersion } = metadata;
  return `${JSON.stringify({ file, name, version, appVersion: appVersion ?? null, digest: `sha256:${digest}`, warnings })}\n`;
}

/** An option's text; an empty one counts as absent, as in helm. */
const text = (option: CommandInvocation['options'][string]): string | undefined =>
  typeof option === 'string' && option !== '' ? option : undefined;
