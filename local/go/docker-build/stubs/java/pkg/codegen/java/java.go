// Package java stands in for Pulumi's generator of Java SDKs. The plugin names
// one of its types, for settings in the schema that it reports; nobody asks for
// the schema here.
package java

// PackageInfo is how a Java SDK of the plugin would be packaged.
type PackageInfo struct {
	BasePackage                     string            `json:"basePackage,omitempty"`
	BuildFiles                      string            `json:"buildFiles,omitempty"`
	GradleNexusPublishPluginVersion string            `json:"gradleNexusPublishPluginVersion,omitempty"`
	Dependencies                    map[string]string `json:"dependencies,omitempty"`
}
