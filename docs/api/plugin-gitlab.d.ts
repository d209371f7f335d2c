// @launchway/plugin-gitlab


