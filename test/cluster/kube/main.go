// One binary that is every Kubernetes component the tests need, chosen by the name it is called by
// (kube-apiserver, kube-controller-manager, kube-scheduler, kubelet, kubectl, etcd).
// Linking them once instead of six times keeps the build short.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/spf13/cobra"
	"go.etcd.io/etcd/server/v3/embed"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	kubectl "k8s.io/kubectl/pkg/cmd"
	kubectlutil "k8s.io/kubectl/pkg/cmd/util"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	kubelet "k8s.io/kubernetes/cmd/kubelet/app"
)

func main() {
	name := filepath.Base(os.Args[0])
	switch name {
	case "kube-apiserver":
		run(apiserver.NewAPIServerCommand())
	case "kube-controller-manager":
		run(controllermanager.NewControllerManagerCommand())
	case "kube-scheduler":
		run(scheduler.NewSchedulerCommand())
	case "kubelet":
		// Not a signal context: the kubelet sets up its own and refuses a second one.
		run(kubelet.NewKubeletCommand(context.Background()))
	case "kubectl":
		command := kubectl.NewDefaultKubectlCommand()
		if err := cli.RunNoErrOutput(command); err != nil {
			kubectlutil.CheckErr(err)
		}
	case "etcd":
		if err := runEtcd(os.Args[1:]); err != nil {
			log.Fatal(err)
		}
	default:
		log.Fatalf("%s is not a component; call this program by a component's name", name)
	}
}

func run(command *cobra.Command) {
	os.Exit(cli.Run(command))
}

// runEtcd serves an etcd configured by the YAML file that is its only argument, until a signal comes.
func runEtcd(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("usage: etcd CONFIG.yaml")
	}
	config, err := embed.ConfigFromFile(args[0])
	if err != nil {
		return err
	}
	etcd, err := embed.StartEtcd(config)
	if err != nil {
		return err
	}
	defer etcd.Close()

	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	select {
	case <-signals:
		return nil
	case err := <-etcd.Err():
		return err
	}
}
