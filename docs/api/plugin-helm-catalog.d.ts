// @launchway/plugin-helm-catalog

export declare const commands: import("@launchway/core").Command[];
