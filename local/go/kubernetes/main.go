// Command kubernetes is the whole control plane of local/ in one binary: etcd, kube-apiserver,
// kube-controller-manager, kube-scheduler, kwok and kubectl, chosen by the first argument.
// One binary is built and linked once, in two thirds of the time and a third of the size of six.
package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	_ "time/tzdata" // time zones of CronJobs, where the machine has none

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"go.etcd.io/etcd/server/v3/etcdmain"
	_ "k8s.io/client-go/plugin/pkg/client/auth"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	kubectl "k8s.io/kubectl/pkg/cmd"
	kubectlutil "k8s.io/kubectl/pkg/cmd/util"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	kwokconfig "sigs.k8s.io/kwok/pkg/config"
	kwok "sigs.k8s.io/kwok/pkg/kwok/cmd"
	kwoklog "sigs.k8s.io/kwok/pkg/log"
	kwoksignals "sigs.k8s.io/kwok/pkg/utils/signals"
)

var components = []string{"etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok", "kubectl"}

func main() {
	if len(os.Args) < 2 {
		fail("usage: kubernetes %s [flags]", strings.Join(components, "|"))
	}
	// Each component parses os.Args itself, and must find its own name in front.
	os.Args = os.Args[1:]
	switch os.Args[0] {
	case "etcd":
		etcdmain.Main(os.Args)
	case "kube-apiserver":
		os.Exit(cli.Run(apiserver.NewAPIServerCommand()))
	case "kube-controller-manager":
		os.Exit(cli.Run(controllermanager.NewControllerManagerCommand()))
	case "kube-scheduler":
		os.Exit(cli.Run(scheduler.NewSchedulerCommand()))
	case "kwok":
		runKwok()
	case "kubectl":
		if err := cli.RunNoErrOutput(kubectl.NewDefaultKubectlCommand()); err != nil {
			kubectlutil.CheckErr(err)
		}
	default:
		fail("kubernetes: no component %q, only %s", os.Args[0], strings.Join(components, ", "))
	}
}

func runKwok() {
	flags := pflag.NewFlagSet("global", pflag.ContinueOnError)
	flags.ParseErrorsAllowlist.UnknownFlags = true
	flags.Usage = func() {}
	ctx, _ := kwoklog.InitFlags(kwoksignals.SetupSignalContext(), flags)
	ctx, err := kwokconfig.InitFlags(ctx, flags)
	if err != nil {
		fail("kwok: %v", err)
	}
	if err := kwokCommand(ctx, flags).ExecuteContext(ctx); err != nil {
		fail("kwok: %v", err)
	}
}

func kwokCommand(ctx context.Context, flags *pflag.FlagSet) *cobra.Command {
	command := kwok.NewCommand(ctx)
	// Kubernetes registers a --version flag that is no boolean; cobra takes it for its own where a version is set.
	command.Version = ""
	command.PersistentFlags().AddFlagSet(flags)
	return command
}

func fail(format string, arguments ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", arguments...)
	os.Exit(1)
}
