// Package codegen stands in for Pulumi's generator of C# SDKs. The plugin names
// one of its types, for settings in the schema that it reports; nobody asks for
// the schema here.
package codegen

// CSharpPackageInfo is how a C# SDK of the plugin would be packaged.
type CSharpPackageInfo struct {
	PackageReferences    map[string]string `json:"packageReferences,omitempty"`
	RespectSchemaVersion bool              `json:"respectSchemaVersion,omitempty"`
}
