import type { CredentialRef } from '@launchway/core';
import type { Signer } from '@launchway/pack';

/** Options of `helmCatalog()`. */
export interface HelmCatalogOptions {
  /** Folder of the chart; that of the Chart.yaml which holds the track's version, unless told. */
  readonly chart?: string;
  /** The track whose release publishes the chart; `chart` unless told. */
  readonly track?: string;
  /** Where it goes: one catalogue or several. */
  readonly to: Target | readonly Target[];
  /**
   * Commands, each a list of arguments, that make files of the chart before it is packaged. They run in a throw-away
   * checkout of the release commit, at its top: what they make is in the package and not in the commit.
   */
  readonly generate?: readonly (readonly string[])[] | GenerateOptions;
  /** Puts the notes of the release into the package as `app-readme.md`, which Rancher shows. */
  readonly appReadme?: boolean;
  /** Puts them into the README.md of the package as the section "What's new". */
  readonly whatsNew?: boolean;
  /** Puts them into this annotation of the published Chart.yaml; what the chart plugin says, unless told. */
  readonly annotation?: string;
  /** Writes `artifacthub.io/changes`, from the commits of the release or from the lists in its notes. */
  readonly changes?: 'commits' | 'notes';
  /** Writes `artifacthub.io/prerelease` for versions such as 1.2.0-rc.1; true unless told. */
  readonly prerelease?: boolean;
  /** Signs the package with gpg. */
  readonly sign?: boolean | Signer;
  /** Offers the package, and its `.prov`, for download with the release on a forge; false unless told. */
  readonly asset?: boolean;
  /** Tells two instances of one flow apart. */
  readonly id?: string;
}

/** Commands that make files of the chart, and where what they make belongs. */
export interface GenerateOptions {
  /** Each a list of arguments; no shell reads them. */
  readonly run: readonly (readonly string[])[];
  /**
   * True where what the commands make of the chart belongs into the repository: they run before the release commit is
   * made, with its versions in the files, and what they change in the chart's folder becomes part of it. What git ignores
   * is left out.
   */
  readonly commit?: boolean;
}

/** One catalogue, by its kind. */
export type Target = GitTarget | OciTarget | GitlabTarget | HttpTarget;

/** A git repository of charts, as Rancher, GitHub Pages and people read it. */
export interface GitTarget {
  /** Address of the repository. */
  readonly git: string;
  /**
   * `unpacked` (the default): `charts/<name>/<version>/`. `packed`: `assets/<name>/<name>-<version>.tgz`, listed in
   * `index.yaml`. `both`: both.
   */
  readonly layout?: Layout;
  /** `main` unless told; made when it is not there. */
  readonly branch?: string;
  /** Folder of the unpacked charts; `charts` unless told. */
  readonly path?: string;
  /** Folder of the packages; `assets` unless told, the top where it is empty. `{name}` stands for the chart's name. */
  readonly assets?: string;
  /** Path of the index; `index.yaml` unless told. */
  readonly index?: string;
  /** Address before the path of a package in the index; relative addresses unless told. */
  readonly url?: string;
  /** Message of the commit, `chore: publish {name} chart v{version}` unless told. */
  readonly message?: string;
  /** Who makes it, as `Name <address>`; whom git knows, unless told. */
  readonly author?: string;
  /** `remove` takes away a chart that lies in `charts/<name>/` itself, as older catalogues have it. */
  readonly flat?: 'remove' | 'refuse';
  readonly credential?: CredentialRef;
}

/** How charts lie in a git repository. */
export type Layout = 'unpacked' | 'packed' | 'both';

/** A registry: the chart goes to `<oci>/<name>:<version>`. */
export interface OciTarget {
  /** `oci://` with the host and the path above the chart's name, such as `oci://ghcr.io/owner/charts`. */
  readonly oci: string;
  /** Plain HTTP. */
  readonly insecure?: boolean;
  readonly credential?: CredentialRef;
}

/** GitLab's Helm package registry. */
export interface GitlabTarget {
  /** The channel, such as `stable`. */
  readonly gitlab: string;
  /** Number or path of the project; that of the pipeline, else of the remote, unless told. */
  readonly project?: string;
  /** Address of the API, such as `https://gitlab.example.com/api/v4`; that of the pipeline, else of the remote, unless told. */
  readonly api?: string;
  readonly credential?: CredentialRef;
}

/** A ChartMuseum, or a repository that takes charts as it does. */
export interface HttpTarget {
  /** The repository's address: `index.yaml` is below it. */
  readonly http: string;
  readonly credential?: CredentialRef;
}
