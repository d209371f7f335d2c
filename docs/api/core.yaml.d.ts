// @launchway/core/yaml


