//go:build tools

// Package pulumi exists for its go.mod alone: that pins the modules from which
// the pulumi command is built. This import keeps `go mod tidy` from dropping them.
package pulumi

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
