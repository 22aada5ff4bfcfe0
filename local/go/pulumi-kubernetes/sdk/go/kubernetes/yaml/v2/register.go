// Package v2 is a stand-in, see package kubernetes.
package v2

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// RegisterResource would register one object that a YAML file or a chart
// expands to, by its typed resource of the SDK. Those are left out here, so it
// says what cannot be used.
func RegisterResource(
	_ *pulumi.Context, apiVersion, kind, name string, _ pulumi.Input, _ ...pulumi.ResourceOption,
) (pulumi.CustomResource, error) {
	return nil, fmt.Errorf("%s %s %q: this build of the Kubernetes provider does not expand YAML files and charts (yaml/v2, helm/v4)",
		apiVersion, kind, name)
}
