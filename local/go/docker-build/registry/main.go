// Command registry keeps container images in memory and serves them over plain
// HTTP, until its standard input ends. It says on standard output where it
// listens, and on standard error what it is asked.
//
// With -immutable-tags a tag that has a manifest takes no other one, and not
// the same one again either: that is what Amazon ECR does for a repository whose
// tags are immutable. With -credentials whoever pushes has to say a name and a
// password, as for ECR; it takes any, and says who it was.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"

	"github.com/google/go-containerregistry/pkg/registry"
)

func main() {
	address := flag.String("listen", "127.0.0.1:0", "address to listen on")
	immutable := flag.Bool("immutable-tags", false, "refuse a manifest for a tag that has one")
	credentials := flag.Bool("credentials", false, "refuse pushes without name and password")
	flag.Parse()

	requests := log.New(os.Stderr, "", 0)
	handler := registry.New(registry.Logger(requests), registry.WithReferrersSupport(true))
	if *immutable {
		handler = &immutableTags{registry: handler, log: requests}
	}
	if *credentials {
		handler = &knownPushers{registry: handler, log: requests}
	}
	listener, err := net.Listen("tcp", *address)
	if err != nil {
		log.Fatal(err)
	}
	go endWithParent()
	fmt.Println(listener.Addr())
	log.Fatal(http.Serve(listener, handler))
}

// immutableTags refuses what would move a tag.
type immutableTags struct {
	registry http.Handler
	log      *log.Logger
	// Two pushes of one tag at once must not both find it free.
	pushes sync.Mutex
}

func (i *immutableTags) ServeHTTP(response http.ResponseWriter, request *http.Request) {
	tag, isManifest := manifestTag(request.URL.Path)
	if request.Method != http.MethodPut || !isManifest {
		i.registry.ServeHTTP(response, request)
		return
	}
	i.pushes.Lock()
	defer i.pushes.Unlock()
	if i.exists(request) {
		i.log.Printf("%s %s refused: the tag is immutable", request.Method, request.URL)
		response.Header().Set("Content-Type", "application/json")
		response.WriteHeader(http.StatusBadRequest)
		fmt.Fprintf(response, `{"errors":[{"code":"TAG_INVALID","message":"The image tag '%s' already exists in the repository and cannot be overwritten because the repository is immutable."}]}`, tag)
		return
	}
	i.registry.ServeHTTP(response, request)
}

func (i *immutableTags) exists(push *http.Request) bool {
	head := httptest.NewRequest(http.MethodHead, push.URL.Path, http.NoBody)
	answer := httptest.NewRecorder()
	i.registry.ServeHTTP(answer, head)
	return answer.Code == http.StatusOK
}

// knownPushers refuses what adds something and comes from nobody.
type knownPushers struct {
	registry http.Handler
	log      *log.Logger
}

func (k *knownPushers) ServeHTTP(response http.ResponseWriter, request *http.Request) {
	switch request.Method {
	case http.MethodPost, http.MethodPut, http.MethodPatch:
	default:
		k.registry.ServeHTTP(response, request)
		return
	}
	user, password, _ := request.BasicAuth()
	if user == "" || password == "" {
		response.Header().Set("WWW-Authenticate", `Basic realm="registry"`)
		http.Error(response, `{"errors":[{"code":"UNAUTHORIZED","message":"Not Authorized"}]}`, http.StatusUnauthorized)
		return
	}
	k.log.Printf("%s pushes %s", user, request.URL.Path)
	k.registry.ServeHTTP(response, request)
}

// manifestTag is the tag that a path /v2/<repository>/manifests/<tag> names,
// and false where it names a digest or is no such path.
func manifestTag(path string) (string, bool) {
	parts := strings.Split(path, "/")
	if len(parts) < 5 || parts[len(parts)-2] != "manifests" {
		return "", false
	}
	reference := parts[len(parts)-1]
	return reference, !strings.Contains(reference, ":")
}

// endWithParent ends this process when whoever started it is gone, however it
// went: it holds standard input open for as long as it lives.
func endWithParent() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	os.Exit(0)
}
