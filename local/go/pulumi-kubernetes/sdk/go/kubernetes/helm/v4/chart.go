// Package v4 is a stand-in, see package kubernetes. It declares what the
// provider reads from a Chart's arguments.
package v4

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// PostRenderer is a command that changes the manifests of a chart.
type PostRenderer struct {
	Command string   `pulumi:"command"`
	Args    []string `pulumi:"args"`
}

// PostRendererInput resolves to a PostRenderer.
type PostRendererInput interface {
	pulumi.Input
}

// RepositoryOpts says where a chart is downloaded from, and as whom.
type RepositoryOpts struct {
	Repo     *string               `pulumi:"repo"`
	Username *string               `pulumi:"username"`
	Password *string               `pulumi:"password"`
	CaFile   pulumi.AssetOrArchive `pulumi:"caFile"`
	CertFile pulumi.AssetOrArchive `pulumi:"certFile"`
	KeyFile  pulumi.AssetOrArchive `pulumi:"keyFile"`
}

// RepositoryOptsInput resolves to RepositoryOpts.
type RepositoryOptsInput interface {
	pulumi.Input
}
