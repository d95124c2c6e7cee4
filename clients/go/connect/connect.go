// Package connect is what the samples share: their options and the connection.
package connect

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"flag"
	"fmt"
	"os"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// Options say how to reach the server, and as whom.
type Options struct {
	Server, CA, Token, DeviceToken string
}

// Parse takes the options from the command line, else from the environment.
func Parse() Options {
	var options Options
	flag.StringVar(&options.Server, "server", os.Getenv("MADO_SERVER"), "or $MADO_SERVER")
	flag.StringVar(&options.CA, "ca", os.Getenv("MADO_CA"), "or $MADO_CA")
	flag.StringVar(&options.Token, "token", os.Getenv("MADO_TOKEN"), "or $MADO_TOKEN")
	flag.StringVar(&options.DeviceToken, "device-token", os.Getenv("MADO_DEVICE_TOKEN"), "or $MADO_DEVICE_TOKEN")
	flag.Parse()
	return options
}

// Dial makes a TLS connection that shows token with every call; with none, it shows nothing.
func Dial(options Options, token string) *grpc.ClientConn {
	pem, err := os.ReadFile(options.CA)
	ExpectOK(err, "the certificates")
	roots := x509.NewCertPool()
	Expect(roots.AppendCertsFromPEM(pem), "certificates in PEM")
	dialing := []grpc.DialOption{
		grpc.WithTransportCredentials(credentials.NewTLS(&tls.Config{RootCAs: roots})),
		grpc.WithDefaultCallOptions(grpc.ForceCodec(codec{})),
	}
	if token != "" {
		dialing = append(dialing, grpc.WithPerRPCCredentials(bearer(token)))
	}
	connection, err := grpc.Dial(options.Server, dialing...)
	ExpectOK(err, "the connection")
	return connection
}

type bearer string

func (token bearer) GetRequestMetadata(context.Context, ...string) (map[string]string, error) {
	return map[string]string{"authorization": "Bearer " + string(token)}, nil
}

func (token bearer) RequireTransportSecurity() bool { return true }

// codec encodes with version 2 of Go's protobuf, which Debian's gRPC does not do by itself.
type codec struct{}

func (codec) Marshal(message interface{}) ([]byte, error) {
	return proto.Marshal(message.(proto.Message))
}

func (codec) Unmarshal(data []byte, message interface{}) error {
	return proto.Unmarshal(data, message.(proto.Message))
}

func (codec) Name() string { return "proto" }

// Within gives a call so much time.
func Within(limit time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), limit)
}

// Expect ends the sample unless holds.
func Expect(holds bool, what string) {
	if !holds {
		fmt.Fprintln(os.Stderr, "expected", what)
		os.Exit(1)
	}
}

// ExpectOK ends the sample unless all went well.
func ExpectOK(err error, what string) {
	Expect(err == nil, fmt.Sprintf("%s to go well: %v", what, err))
}

// CodeName is the name of the status of err: NOT_FOUND.
func CodeName(err error) string {
	names := []string{
		"OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND",
		"ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED",
		"OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
	}
	return names[status.Code(err)]
}
