import { catalogue } from '../model/problem.ts';

/** What can go wrong between this repository and its remote, and with the objects a release makes. */
export const gitProblems = catalogue({
  LOST_RACE: {
    summary: 'The branch or a tag on the remote is not what this release was planned for.',
    cause:
      'Another release or another commit was pushed meanwhile. The push is one compare-and-swap, so nothing of this release arrived.',
    remedy:
      'Fetch the branch (`git pull --rebase`) and run again; a CI job for the newer commit does so by itself.',
  },
  TAG_ELSEWHERE: {
    summary: 'A tag of this release exists on the remote, at another commit.',
    cause:
      'The version was tagged before, by hand or by a release whose commit is not on this branch. A published tag is never moved.',
    remedy:
      'Look at the commit the tag names. If it was a mistake, delete the tag on the remote (`git push origin --delete TAG`) and run again; otherwise release the next version, with `--bump` or `--as`.',
  },
  BRANCH_DIVERGED: {
    summary: "The remote's branch does not hold the release commit and cannot be moved forward to it.",
    cause: 'Both have commits the other has not. A branch is only ever moved forward.',
    remedy: 'Merge the release commit into the branch, push that, and run again.',
  },
  BRANCH_UNKNOWN: {
    summary: 'It is not known which branch to push.',
    cause: 'HEAD is detached, and neither the configuration nor the CI names a branch.',
    remedy: "Check out the branch, or name it: `git({ branch: 'main' })`.",
  },
  PUSH_PROTECTED: {
    summary: 'The remote protects the branch or the tag against this push.',
    cause:
      'A protection rule or ruleset of the forge lets only certain people, apps or roles push here, or asks for a pull request.',
    remedy:
      'On GitHub add the app or user of the token to the bypass list of the rule. On GitLab allow the role of the token to push in Settings > Repository > Protected branches, and to create tags in Protected tags.',
  },
  PUSH_DENIED: {
    summary: 'The remote did not accept the credential, or it may not push.',
    cause:
      'The token is missing, wrong, expired, or may only read. In GitHub Actions the job token reads only unless the workflow says otherwise; in GitLab the job token may push only where the project allows it.',
    remedy:
      'GitHub: `permissions: { contents: write }` in the workflow, or a token in `LAUNCHWAY_GIT_TOKEN`. GitLab: a project access token with `write_repository` in `GITLAB_TOKEN`, or "Allow Git push requests to the repository" in Settings > CI/CD > Job token permissions (GitLab 18.4; such a push starts no pipeline).',
  },
  PUSH_WORKFLOW_FILES: {
    summary: 'GitHub refused the push because of workflow files.',
    cause:
      'The job token of GitHub Actions may not push commits or tags whose `.github/workflows` differ from those at the tip of every branch. It happens when the branch moved while the job ran, and no `permissions:` entry allows it.',
    remedy:
      'Run again on the newest commit of the branch, or push with a GitHub App or personal token that has the workflows permission, in `LAUNCHWAY_GIT_TOKEN`.',
  },
  PUSH_REJECTED_BY_HOOK: {
    summary: 'A hook or push rule of the remote rejected the push.',
    cause:
      'The server runs checks of its own on what is pushed, such as the form of commit messages or who the author is.',
    remedy:
      'Follow what the hook says, which the message repeats. `git({ message })` sets the text of the release commit.',
  },
  PUSH_REFUSED: {
    summary: 'The remote refused the push.',
    cause: "The server's git gave a reason that Launchway does not know by name.",
    remedy: 'Mend what the message says, and run again.',
  },
  PUSH_UNCONFIRMED: {
    summary: 'It is not known whether the push arrived.',
    cause:
      'The connection broke while the push was under way, and the remote cannot be asked about it either; or a gateway gave up on the server, which may still be at it.',
    remedy:
      'Run `release` again when the remote answers, or in a minute: it looks first, and completes what is missing.',
  },
  REMOTE_UNREACHABLE: {
    summary: 'The remote could not be reached.',
    cause:
      'The network, a proxy or the server itself failed. What is only read is asked for several times, unless an answer was waited for long.',
    remedy: 'Run again. If it stays so, try `git ls-remote` in the same place.',
  },
  REMOTE_PROXY: {
    summary: 'A proxy does not let git through to the remote.',
    cause:
      'The proxy of `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY`, or of `http.proxy` of git, wants a credential, forbids the host, or cannot be found itself; or its address is misspelt, as with a password that holds a bare `#` or `/`.',
    remedy:
      'Write user and password into the address, special characters percent-encoded (`http://user:password@proxy:3128`), or add the host to `NO_PROXY`.',
  },
  REMOTE_CERTIFICATE: {
    summary: "The remote's certificate is not trusted.",
    cause:
      'Its certificate authority is not among those git knows, which is usual for self-hosted servers; or the file that should hold it cannot be read. Or the certificate is made out to another name, or its time has passed, or not come yet by the clock of this machine.',
    remedy:
      'Point `GIT_SSL_CAINFO` at a PEM file with the authority, or set `http.sslCAInfo` in git. Where the time is the reason, have the certificate renewed, or set the clock.',
  },
  REMOTE_NOT_FOUND: {
    summary: 'The remote or its repository does not exist, or is hidden from this credential.',
    cause:
      'No remote of that name is configured, the address is wrong, or the forge hides the repository from the token. Or a web page answers in its place, as of a network that wants people to sign in.',
    remedy: 'Compare `git remote -v` with the address of the repository, and check what the token may see.',
  },
  REMOTE_REDIRECTS: {
    summary: 'The remote answers from another address than the one that is configured.',
    cause:
      'The repository was renamed, the address lacks `https`, or somebody wants the credential to go elsewhere. Git would take it along to any server, so a redirect is not followed with a credential. Nor is one on the same server, where a renamed repository leads to its new name: it lasts only until somebody takes the old name, and then a release would go to a stranger. Only an address that lacks `.git` is tried with it too, for that is where GitLab leads.',
    remedy:
      'The message says where it leads, or open the address in a browser. If that is the repository you mean, run `git remote set-url NAME ADDRESS`; for a catalogue, correct the address in the configuration.',
  },
  REMOTE_SEVERAL: {
    summary: 'The remote has more than one push address.',
    cause: 'A release is one atomic push to one place; git would push to each address on its own.',
    remedy: 'Name a remote with one push address: `git({ remote })`, and let mirrors follow by themselves.',
  },
  GIT_IDENTITY_MISSING: {
    summary: 'Git does not know who makes the release commit.',
    cause: 'Neither `user.name` and `user.email` nor GIT_AUTHOR_* and GIT_COMMITTER_* are set.',
    remedy:
      'Run `git config user.name NAME` and `git config user.email ADDRESS`. In CI a commit by `launchway` is made instead.',
  },
  SIGNING_FAILED: {
    summary: 'The commit or the tag cannot be signed.',
    cause:
      'Git is configured to sign (`commit.gpgSign`, `tag.gpgSign`), and its signing program or its key is missing, or the program failed. `release doctor` and the dry run tell what can be seen without signing; whether a key opens shows in the run.',
    remedy:
      'Try `git commit --allow-empty -S` in the same place. In CI, install the key, or turn signing off there with `git config commit.gpgSign false` and `git config tag.gpgSign false`.',
  },
  TAG_NAME_REFUSED: {
    summary: 'Git does not allow this name for a tag.',
    cause: 'git-check-ref-format(1) forbids it: spaces, `..`, `~`, `^`, `:` and a few more.',
    remedy: "Correct the track's `tag.name`.",
  },
  COMMIT_NOT_A_FILE: {
    summary: 'A path of the release commit is not a file.',
    cause: 'In the commit it is a folder, a symbolic link or a submodule, whose content cannot be replaced.',
    remedy: 'Name the file itself in the configuration.',
  },
  COMMIT_LFS: {
    summary: 'A file that is generated for the release commit is kept by Git LFS.',
    cause:
      'Git LFS commits a pointer in place of the file, and sends the file itself to a server. A release does not: it would commit the file whole, and every clone would see it as changed.',
    remedy:
      'Take the file out of the patterns in `.gitattributes`, have it generated where git ignores it, or generate and commit it before the release.',
  },
  LOCAL_BRANCH_BEHIND: {
    summary: 'The release was pushed, and the local branch stayed where it was.',
    cause:
      'It was moved meanwhile, another worktree has it checked out, or its files could not be written, as on a full disk; then all of them are as they were.',
    remedy: 'Make room where that is the reason, and run `git pull` there.',
  },
  LOCAL_FILES_BEHIND: {
    summary: 'The release was pushed, and some files of the working tree kept their changes.',
    cause: 'These files had changes of their own, which are not touched.',
    remedy:
      'Compare with `git diff`, then keep your changes or take the released files with `git checkout -- FILE`.',
  },
  LOCAL_TAG_DIFFERS: {
    summary: 'The release was pushed, and a local tag of the same name is another one.',
    cause: 'A tag of that name was made in this clone before and never pushed.',
    remedy: 'Delete it with `git tag --delete TAG`, then `git fetch --tags`.',
  },
});
