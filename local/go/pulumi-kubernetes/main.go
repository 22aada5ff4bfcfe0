// Command pulumi-resource-kubernetes serves Pulumi's Kubernetes provider.
//
// Its schema, 8 MB of JSON, is left out: the engine and the Node SDK work
// without, and a file of another module cannot be embedded.
package main

import (
	"io"
	"os"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/version"
)

func main() {
	go endWithEngine()
	schema := []byte(`{"name": "kubernetes"}`)
	noTerraformMapping := []byte(`{}`)
	provider.Serve("kubernetes", version.Version, schema, noTerraformMapping)
}

// endWithEngine ends this process when the engine is gone, however it went: it
// holds standard input open for as long as it lives.
func endWithEngine() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	os.Exit(0)
}
