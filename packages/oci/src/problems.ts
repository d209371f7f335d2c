import { catalogue } from '@launchway/core';

/** Everything a registry, or what is said to be one, can bring a release to a halt with. */
export const ociProblems = catalogue({
  REFERENCE_INVALID: {
    summary: 'The name of an image, a chart or a registry cannot be read.',
    cause:
      'Names of images follow a strict grammar: a host, a lower-case path, and a tag or a digest. Registries refuse any other, each in its own words, so it is checked before anything is sent.',
    remedy:
      'Write it as `registry/path`, as in `ghcr.io/org/app`, without `https://`. A tag has at most 128 letters, digits, `_`, `.` and `-`; a digest is `sha256:` and 64 lower-case hexadecimal digits.',
  },
  REGISTRY_UNREACHABLE: {
    summary: 'No answer came from the registry.',
    cause:
      'The connection was refused, broke or took too long, the name could not be resolved, or the certificate is not trusted. It was tried several times.',
    remedy:
      'Check the host and port, the network and the proxy variables. A registry with a private certificate needs `ca`; one that speaks plain HTTP, and is not on this machine, needs `insecure: true`. Then run again.',
  },
  REGISTRY_UNAUTHORIZED: {
    summary: 'The registry does not accept the credentials, or there are none.',
    cause:
      'The registry wants to know who asks. Either no credentials were found in the places that Docker and CI systems keep them, or those found are wrong or have expired. The message names the place they came from, or the places that were looked at.',
    remedy:
      'Log in with `docker login HOST`, or give the job the variables of its forge: `CI_REGISTRY_USER` and `CI_REGISTRY_PASSWORD` on GitLab, `GITHUB_TOKEN` and `GITHUB_ACTOR` for ghcr.io. Or name a credential in the configuration.',
  },
  REGISTRY_DENIED: {
    summary: 'The credentials are right, but they do not allow this.',
    cause:
      'The registry knows the account and refuses what was asked: it may not write to this repository, the tag is protected, or the token has too few rights. Some registries answer so for a repository that does not exist.',
    remedy:
      'Give the account write access to the repository. On GitHub the job needs `permissions: packages: write` and the package must be linked to the repository; on GitLab a job may write to its own project only.',
  },
  REGISTRY_NAME_UNKNOWN: {
    summary: 'The registry does not know the repository.',
    cause: 'The path is misspelt, or this registry makes a repository only when told to, as Amazon ECR does.',
    remedy: 'Check the path. If it is right, create the repository in the registry first.',
  },
  REGISTRY_MANIFEST_UNKNOWN: {
    summary: 'The image is not in the registry.',
    cause:
      'There is no such tag or digest in the repository, or an image refers to another one that is gone. Registries remove what no tag names after a time.',
    remedy: 'Check the tag or digest, and that the job that builds the image has run and pushed it.',
  },
  REGISTRY_RATE_LIMITED: {
    summary: 'The registry asks for fewer requests.',
    cause:
      'The account, or the address of this machine, has made more requests than the registry allows. It was tried again after the time it asked for.',
    remedy:
      'Wait and run again; what was published is found and left alone. Anonymous limits are much lower: log in.',
  },
  REGISTRY_DIGEST_MISMATCH: {
    summary: 'The content does not have the digest it should have.',
    cause:
      'Bytes were lost or changed on the way, by a proxy or a damaged registry, or somebody serves other content under this name. Every manifest and blob is checked when it is read and when it is written.',
    remedy:
      "Run again. If it stays, look at proxies and caches between this machine and the registry, and at the registry's storage.",
  },
  REGISTRY_TAG_IMMUTABLE: {
    summary: 'The tag exists, and the registry does not let it be changed.',
    cause:
      'The repository has immutable tags, and this one has been written before. That is good for exact versions, and not possible for tags that move, such as `latest`.',
    remedy:
      'Release a new version. For tags that must move, exclude them from the immutability rule or do not publish them.',
  },
  REGISTRY_CHALLENGE_REFUSED: {
    summary: 'The registry sends credentials where they must not go.',
    cause:
      'A registry says where tokens are to be had. This address is not an address, is not encrypted although the registry is, or lies in a private network that the registry is not in.',
    remedy:
      "Check that the registry's address is right and not answered by somebody else, and how its token service is configured.",
  },
  REGISTRY_ANSWER_INVALID: {
    summary: 'The answer is not one a registry gives.',
    cause:
      "Something answers at this address that is not an OCI registry (a web page, a proxy's login), or the registry breaks the distribution specification where it matters.",
    remedy:
      "Check host and port, and that the registry's API is at `/v2/` there. If a proxy is in between, look at what it answers.",
  },
  REGISTRY_REFUSED: {
    summary: 'The registry did not accept the request.',
    cause: 'The registry answered with an error of its own; the message quotes it.',
    remedy:
      'Follow what the registry says. Blobs that are missing must be pushed before the manifest that names them.',
  },
  REGISTRY_FAILED: {
    summary: 'The registry has a fault.',
    cause: 'The registry answered with a server error, several times.',
    remedy: "Look at the registry's status and logs, and run again when it has recovered.",
  },
});
