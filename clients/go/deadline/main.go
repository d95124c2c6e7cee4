// Deadlines: a stream that is left open ends at its deadline; the connection goes on.
package main

import (
	"fmt"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"mado.example/connect"
	"mado.example/stubs/mado/calendar/v1"
	"mado.example/stubs/mado/telework/v1"
)

func main() {
	options := connect.Parse()
	connection := connect.Dial(options, options.DeviceToken)

	// Nothing is ever sent, so the server waits for a first picture until the deadline.
	short, cancel := connect.Within(300 * time.Millisecond)
	defer cancel()
	stream, err := telework.NewEvidenceServiceClient(connection).Upload(short)
	connect.ExpectOK(err, "Upload")
	_, err = stream.Recv()
	fmt.Println("a stream left open:", connect.CodeName(err))
	connect.Expect(status.Code(err) == codes.DeadlineExceeded, "DEADLINE_EXCEEDED")

	ctx, cancel := connect.Within(10 * time.Second)
	defer cancel()
	_, err = calendar.NewCalendarServiceClient(connection).ListHolidays(ctx, &calendar.ListHolidaysRequest{FromYear: 2026})
	connect.ExpectOK(err, "the next call")
	fmt.Println("the next call: OK")
	fmt.Println("ok")
}
