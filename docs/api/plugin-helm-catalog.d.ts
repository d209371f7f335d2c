// @launchway/plugin-helm-catalog

export interface GenerateOptions {
  readonly run: readonly (readonly string[])[];
  readonly commit?: boolean;
}
export interface GitTarget {
  readonly git: string;
  readonly layout?: Layout;
  readonly branch?: string;
  readonly path?: string;
  readonly assets?: string;
  readonly index?: string;
  readonly url?: string;
  readonly message?: string;
  readonly author?: string;
  readonly flat?: 'remove' | 'refuse';
  readonly credential?: CredentialRef;
}
export interface GitlabTarget {
  readonly gitlab: string;
  readonly project?: string;
  readonly api?: string;
  readonly credential?: CredentialRef;
}
export interface HelmCatalogOptions {
  readonly chart?: string;
  readonly track?: string;
  readonly to: Target | readonly Target[];
  readonly generate?: readonly (readonly string[])[] | GenerateOptions;
  readonly appReadme?: boolean;
  readonly whatsNew?: boolean;
  readonly annotation?: string;
  readonly changes?: 'commits' | 'notes';
  readonly prerelease?: boolean;
  readonly sign?: boolean | Signer;
  readonly asset?: boolean;
  readonly id?: string;
}
export interface HttpTarget {
  readonly http: string;
  readonly credential?: CredentialRef;
}
export type Layout = 'unpacked' | 'packed' | 'both';
export interface OciTarget {
  readonly oci: string;
  readonly insecure?: boolean;
  readonly credential?: CredentialRef;
}
export type Target = GitTarget | OciTarget | GitlabTarget | HttpTarget;
export declare const commands: import("@launchway/core").Command[];
export declare function helmCatalog(options: HelmCatalogOptions): Plugin;
