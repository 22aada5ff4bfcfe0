//go:build tools

// Package dockerbuild exists for its go.mod alone: that pins the modules from
// which the plugin and the BuildKit daemon are built, the daemon in the version
// that the plugin's client belongs to. These imports keep `go mod tidy` from
// dropping them.
package dockerbuild

import (
	_ "github.com/moby/buildkit/cmd/buildkitd"
	_ "github.com/pulumi/pulumi-docker-build/provider/cmd/pulumi-resource-docker-build"
)
