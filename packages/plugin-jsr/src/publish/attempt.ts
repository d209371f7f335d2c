import { randomUUID } from 'node:crypto';
import { type Effects, isReleaseError } from '@launchway/core';
import type { Access } from './access.ts';
import { type Conversation, createConversation } from './conversation.ts';
import { type Deno, denoEnv, publishArguments } from './deno.ts';
import { canAttest, type PublishInput } from './inputs.ts';
import { packageFolder } from './workshop.ts';

/** How one run of `deno publish` ended. */
export interface Attempt {
  readonly conversation: Conversation;
  /** Nothing when its time was over. */
  readonly exitCode: number | undefined;
  readonly words: string;
}

/**
 * Runs `deno publish` for one package, behind a gate: the client takes a token as an argument alone, where every user
 * of the machine could read it, so it is given a word that is good for this run's gate and nothing else.
 */
export async function attemptPublish(
  input: PublishInput,
  access: Access,
  deno: Deno,
  workshop: string,
  effects: Effects,
): Promise<Attempt> {
  const conversation = createConversation();
  const pass = randomUUID();
  effects.mask(pass);
  const argv = [
    deno.path,
    ...publishArguments(input),
    ...(input.provenance && canAttest(effects) ? [] : ['--no-provenance']),
    ...(access.by === 'token' ? ['--token', pass] : []),
  ];
  try {
    const { exitCode, stdout, stderr } = await effects.exec(argv, {
      cwd: packageFolder(workshop, input),
      env: denoEnv(input),
      timeout: input.timeout,
      exitCodes: 'any',
      gate: {
        to: input.registry,
        env: 'JSR_URL',
        seen: conversation.hear,
        ...(access.by === 'token' && { pass, credential: access.credential }),
      },
    });
    return { conversation, exitCode, words: withoutGate(`${stdout}\n${stderr}`, input.registry) };
  } catch (error) {
    if (!isReleaseError(error) || error.problems[0]?.code !== 'COMMAND_TIMEOUT') throw error;
    return { conversation, exitCode: undefined, words: withoutGate(error.message, input.registry) };
  }
}

/** Names the registry where deno names the gate. */
const withoutGate = (words: string, registry: string): string =>
  words.replaceAll(/http:\/\/127\.0\.0\.1:\d+\//g, registry);
