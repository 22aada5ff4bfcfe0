// Command pulumi-resource-kubernetes serves Pulumi's Kubernetes provider.
//
// Its schema, 8 MB of JSON, is left out: the engine and the Node SDK work
// without, and a file of another module cannot be embedded.
package main

import (
	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/version"
)

func main() {
	schema := []byte(`{"name": "kubernetes"}`)
	noTerraformMapping := []byte(`{}`)
	provider.Serve("kubernetes", version.Version, schema, noTerraformMapping)
}
