// grpc-go PORT [CERT KEY]: bench.Echo on grpc-go with the library's own settings, but for the largest
// message, which is that of the other servers.
package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"

	"bench/pb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/encoding"
	"google.golang.org/protobuf/proto"
)

const messageBytesMax = 16 << 20

type echo struct {
	pb.UnimplementedEchoServer
}

func (echo) Unary(_ context.Context, request *pb.Msg) (*pb.Msg, error) {
	return request, nil
}

func (echo) Upload(stream pb.Echo_UploadServer) error {
	var summary pb.Summary
	for {
		message, err := stream.Recv()
		if err == io.EOF {
			return stream.SendAndClose(&summary)
		}
		if err != nil {
			return err
		}
		summary.Count++
		summary.Bytes += int64(len(message.Payload))
	}
}

func (echo) Subscribe(request *pb.Request, stream pb.Echo_SubscribeServer) error {
	var payload []byte
	if request.Size > 0 {
		payload = make([]byte, request.Size)
	}
	for number := int32(0); number < request.Count; number++ {
		if err := stream.Send(&pb.Msg{Payload: payload, Seq: int64(number)}); err != nil {
			return err
		}
	}
	return nil
}

// codec encodes with version 2 of Go's protobuf, as later versions of the library do by themselves.
type codec struct{}

func (codec) Marshal(message interface{}) ([]byte, error) {
	return proto.Marshal(message.(proto.Message))
}

func (codec) Unmarshal(data []byte, message interface{}) error {
	return proto.Unmarshal(data, message.(proto.Message))
}

func (codec) Name() string { return "proto" }

func serve(words []string) error {
	if len(words) != 1 && len(words) != 3 {
		return fmt.Errorf("usage: grpc-go PORT [CERT KEY]")
	}
	options := []grpc.ServerOption{grpc.MaxRecvMsgSize(messageBytesMax)}
	if len(words) == 3 {
		identity, err := credentials.NewServerTLSFromFile(words[1], words[2])
		if err != nil {
			return err
		}
		options = append(options, grpc.Creds(identity))
	}
	listener, err := net.Listen("tcp", "127.0.0.1:"+words[0])
	if err != nil {
		return err
	}
	encoding.RegisterCodec(codec{})
	server := grpc.NewServer(options...)
	pb.RegisterEchoServer(server, echo{})
	return server.Serve(listener)
}

func main() {
	if err := serve(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
