import { writeFileSync } from 'node:fs';
import { buildCall, type BuildCall } from './docker-arguments.ts';
import { type Descriptor, PlaceholderRepository } from './placeholder.ts';
import { note, switchboardVariable } from './programs.ts';

/**
 * Stands in for `docker` on the PATH of a rehearsal. It builds nothing: `docker buildx build` and `bake` push a placeholder
 * with the labels of the build to the registry that stands in for the true one, and write the metadata file.
 */
const { [switchboardVariable]: switchboard = '' } = process.env;

await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<void> {
  const [command, verb] = argv;
  if (command === '--version' || command === '-v') say('Docker version 28.2.2, build rehearsal');
  else if (command === 'login' || command === 'logout') say('Login Succeeded');
  else if (command !== 'buildx') unknown(argv);
  else if (verb === 'version') say('github.com/docker/buildx v0.24.0 rehearsal');
  else if (verb === 'inspect') say('Name:   rehearsal\nDriver: docker-container');
  else if (verb === 'build' || verb === 'bake') await build(buildCall(argv.slice(1)));
  else unknown(argv);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function unknown(argv: readonly string[]): void {
  const words = argv.slice(0, 2).join(' ');
  note('refused', `A command called \`docker ${words}\`, which this rehearsal does not have.`);
  process.stderr.write(
    `docker: this is the stand-in of a rehearsal, and knows buildx build and bake, not "${words}"\n`,
  );
  process.exitCode = 125;
}

async function build(call: BuildCall): Promise<void> {
  const { image, tag, labels, metadataFile, bakeTarget } = call;
  if (image === undefined) {
    note('assumed', 'An image was not built, and not pushed by its build either.');
    return;
  }
  const repository = new PlaceholderRepository(image, switchboard);
  const platforms = call.platforms.length === 0 ? ['linux/amd64'] : call.platforms;
  const children: Descriptor[] = [];
  for (const platform of platforms) children.push(await repository.image(platform, labels));
  const [only, ...others] = children;
  const digest =
    only === undefined || others.length > 0 ? await repository.index(children, tag) : only.digest;
  if (only !== undefined && others.length === 0 && tag !== undefined) await repository.tag(only, tag);
  const metadata = { 'containerimage.digest': digest, 'image.name': image };
  if (metadataFile !== undefined)
    writeFileSync(
      metadataFile,
      JSON.stringify(bakeTarget === undefined ? metadata : { [bakeTarget]: metadata }),
    );
  note('assumed', `The image ${image} was not built: a placeholder with its labels stands for it.`);
}
