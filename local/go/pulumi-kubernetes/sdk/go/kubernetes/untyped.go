// Package kubernetes is a stand-in for Pulumi's generated Go SDK of Kubernetes,
// 66 packages whose compilation takes 5 GB of memory. The provider refers to
// a few of its names, and only for resources that expand Helm charts and YAML
// files; everything else that it serves does not come near the SDK.
package kubernetes

import "reflect"

// UntypedArgs are the properties of a resource whose type is not known here.
type UntypedArgs map[string]any

var untypedProperties = reflect.TypeOf(map[string]any{})

// ElementType makes UntypedArgs an input of a Pulumi resource.
func (UntypedArgs) ElementType() reflect.Type { return untypedProperties }
