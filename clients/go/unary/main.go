// Unary calls: the holidays of 2026, and what two of its days are.
package main

import (
	"fmt"
	"strings"
	"time"

	"mado.example/connect"
	"mado.example/stubs/google/type"
	"mado.example/stubs/mado/calendar/v1"
)

func text(date *googletype.Date) string {
	return fmt.Sprintf("%04d-%02d-%02d", date.Year, date.Month, date.Day)
}

func main() {
	options := connect.Parse()
	client := calendar.NewCalendarServiceClient(connect.Dial(options, options.Token))
	ctx, cancel := connect.Within(10 * time.Second)
	defer cancel()

	listed, err := client.ListHolidays(ctx, &calendar.ListHolidaysRequest{FromYear: 2026})
	connect.ExpectOK(err, "ListHolidays")
	fmt.Printf("2026 has %d holidays\n", len(listed.Holidays))
	connect.Expect(len(listed.Holidays) == 18, "18 holidays in 2026")
	substitutes := 0
	for _, holiday := range listed.Holidays {
		if holiday.Kind == calendar.HolidayKind_HOLIDAY_KIND_SUBSTITUTE {
			substitutes++
			fmt.Printf("%s %s (%s)\n", text(holiday.Date), holiday.Name.Ja, holiday.Name.En)
		}
	}
	connect.Expect(substitutes == 1, "one substitute in 2026")

	for _, day := range []int32{6, 7} {
		date := &googletype.Date{Year: 2026, Month: 5, Day: day}
		checked, err := client.CheckDay(ctx, &calendar.CheckDayRequest{Date: date, Calendar: "telework-phone-desk"})
		connect.ExpectOK(err, "CheckDay")
		connect.Expect(len(checked.GetTrace().GetSteps()) > 0, "a trace of the answer")
		var words []string
		if checked.BusinessDay {
			for _, window := range checked.Windows {
				words = append(words, window.Open+"-"+window.Close)
			}
			fmt.Printf("%s is a business day: %s\n", text(date), strings.Join(words, " "))
		} else {
			for _, reason := range checked.Reasons {
				words = append(words, reason.Name.Ja)
			}
			fmt.Printf("%s is no business day: %s\n", text(date), strings.Join(words, ", "))
		}
		connect.Expect(checked.BusinessDay == (day == 7), "7 May 2026 to be the first business day after the 1st")
	}
	fmt.Println("ok")
}
