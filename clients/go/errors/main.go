// Errors: the status, and the google.rpc details that say why and which fields.
package main

import (
	"fmt"
	"strings"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"mado.example/connect"
	"mado.example/stubs/google/rpc"
	"mado.example/stubs/google/type"
	"mado.example/stubs/mado/calendar/v1"
)

// Reason, domain and violated fields out of the trailers, each with a blank before.
func details(err error) string {
	words := ""
	for _, detail := range status.Convert(err).Proto().GetDetails() {
		switch {
		case strings.HasSuffix(detail.TypeUrl, "/google.rpc.ErrorInfo"):
			info := &googlerpc.ErrorInfo{}
			connect.ExpectOK(proto.Unmarshal(detail.Value, info), "an ErrorInfo")
			words += " " + info.Reason + " " + info.Domain
		case strings.HasSuffix(detail.TypeUrl, "/google.rpc.BadRequest"):
			bad := &googlerpc.BadRequest{}
			connect.ExpectOK(proto.Unmarshal(detail.Value, bad), "a BadRequest")
			for _, violation := range bad.FieldViolations {
				words += " " + violation.Field
			}
		}
	}
	return words
}

// Prints how a call failed; it must be with code.
func fails(what string, err error, code codes.Code) {
	fmt.Printf("%s: %s%s\n", what, connect.CodeName(err), details(err))
	connect.Expect(status.Code(err) == code, code.String())
	connect.Expect(status.Convert(err).Message() != "", "a message for people")
}

func main() {
	options := connect.Parse()
	client := calendar.NewCalendarServiceClient(connect.Dial(options, options.Token))
	stranger := calendar.NewCalendarServiceClient(connect.Dial(options, ""))
	ctx, cancel := connect.Within(10 * time.Second)
	defer cancel()
	day := &googletype.Date{Year: 2026, Month: 5, Day: 7}

	_, err := client.CheckDay(ctx, &calendar.CheckDayRequest{Date: day, Calendar: "no-such-desk"})
	fails("an unknown calendar", err, codes.NotFound)
	_, err = client.ComputePeriod(ctx, &calendar.ComputePeriodRequest{})
	fails("an empty period", err, codes.InvalidArgument)
	_, err = client.ListHolidays(ctx, &calendar.ListHolidaysRequest{FromYear: 2106})
	fails("a year without known law", err, codes.OutOfRange)
	_, err = stranger.CheckDay(ctx, &calendar.CheckDayRequest{Date: day})
	fails("no token", err, codes.Unauthenticated)
	fmt.Println("ok")
}
